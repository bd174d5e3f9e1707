// What keys and buttons of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useNavigation } from '../../state/use-navigation.ts'

export const timebaseCommands = {
  zoomIn: {
    group: 'Time',
    action: 'Less time per division',
    keys: ['+', '='],
    gesture: 'Wheel, at the pointer; two fingers side by side',
    run: () => useNavigation().zoom(-1),
  },
  zoomOut: {
    group: 'Time',
    action: 'More time per division',
    keys: ['-'],
    gesture: 'Double-click the lower edge fits the time axis',
    run: () => useNavigation().zoom(1),
  },
  panLeft: {
    group: 'Time',
    action: 'Look earlier',
    keys: ['ArrowLeft'],
    gesture: 'Drag, Shift + wheel',
    run: () => useNavigation().panBy(-1),
  },
  panRight: {
    group: 'Time',
    action: 'Look later',
    keys: ['ArrowRight'],
    gesture: 'Drag, Shift + wheel',
    run: () => useNavigation().panBy(1),
  },
  zoomBack: {
    group: 'Time',
    action: 'Back to before the last box',
    keys: ['Backspace'],
    gesture: 'Alt + drag draws a box to zoom into, Ctrl + drag along one axis',
    run: () => useNavigation().zoomBack(),
  },
  zoomForward: {
    group: 'Time',
    action: 'Into that box again',
    keys: ['Shift+Backspace'],
    run: () => useNavigation().zoomForward(),
  },
} satisfies CommandTable
