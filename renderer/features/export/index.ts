// What is on the screen, to be taken elsewhere: the record as a table, the trace as a picture.
import type { Feature } from '../../kit/feature.ts'
import type { CommandTable } from '../../kit/keys/commands.ts'
import { exportRecord } from './export-record.ts'
import { takePicture } from './trace-picture.ts'

const commands = {
  exportRecord: {
    group: 'Files',
    action: 'Export the record on the screen as CSV',
    keys: ['Ctrl+E'],
    inText: true,
    run: exportRecord,
  },
  takePicture: {
    group: 'Files',
    action: 'Copy a picture of the trace',
    keys: ['Ctrl+Shift+C'],
    run: takePicture,
  },
} satisfies CommandTable

export const exporting = {
  id: 'export',
  commands,
  traceMenu: () => ({
    place: 6,
    items: [
      { text: 'Copy a picture', key: 'takePicture', run: takePicture },
      { text: 'Export as CSV', key: 'exportRecord', run: exportRecord },
    ],
  }),
} as const satisfies Feature
