// What the menu of the trace offers of the time axis.
import type { MenuGroup, PointedTrace } from '../../kit/menu/menu.ts'
import { useNavigation } from '../../state/use-navigation.ts'

export const timebaseMenu = ({ x }: PointedTrace): MenuGroup => ({
  place: 2,
  items: [
    { text: 'Zoom in here', key: 'zoomIn', run: () => useNavigation().zoom(-1, x) },
    { text: 'Zoom out', key: 'zoomOut', run: () => useNavigation().zoom(1, x) },
  ],
})
