// What is in memory and what is on the screen, to be taken elsewhere: samples in files of any format, the trace as a picture.
import type { Feature } from '../../kit/feature.ts'
import { exportCommands } from './commands.ts'
import ExportDialog from './ExportDialog.vue'
import { exportRecord } from './export-record.ts'
import { savePng, saveSvg, takePicture } from './trace-picture.ts'
import { useExport } from './use-export.ts'

export const exporting = {
  id: 'export',
  commands: exportCommands,
  layer: ExportDialog,
  traceMenu: () => ({
    place: 6,
    items: [
      { text: 'Export samples…', key: 'exportKept', run: () => useExport().open() },
      { text: 'Copy a picture', key: 'takePicture', run: takePicture },
      { text: 'Save a picture (PNG)', key: 'savePng', run: savePng },
      { text: 'Save a drawing (SVG)', key: 'saveSvg', run: saveSvg },
      { text: 'Save what is drawn as CSV', key: 'exportRecord', run: exportRecord },
    ],
  }),
} as const satisfies Feature
