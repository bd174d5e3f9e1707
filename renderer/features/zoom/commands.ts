// What keys of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useView } from '../../state/view.ts'

export const zoomCommands = {
  zoomWindow: {
    group: 'Time',
    action: 'Zoom window: an overview above the trace, on or off',
    keys: ['Z'],
    gesture: 'In the overview drag the window or its ends; the wheel zooms the trace at the pointer',
    run: () => {
      const view = useView()
      view.showOverview(view.overview === null)
    },
  },
} satisfies CommandTable
