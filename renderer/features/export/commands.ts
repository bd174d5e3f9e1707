// What keys of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { exportRecord } from './export-record.ts'
import { savePng, saveSvg, takePicture } from './trace-picture.ts'
import { useExport } from './use-export.ts'

export const exportCommands = {
  exportKept: {
    group: 'Files',
    action: 'Export samples: of the screen, between the cursors, all that is kept, the segments',
    keys: ['Ctrl+E'],
    inText: true,
    run: () => useExport().open(),
  },
  exportRecord: {
    group: 'Files',
    action: 'Save what the screen draws as CSV',
    keys: ['Ctrl+Shift+E'],
    inText: true,
    run: exportRecord,
  },
  takePicture: {
    group: 'Files',
    action: 'Copy a picture of the trace',
    keys: ['Ctrl+Shift+C'],
    needsTrace: true,
    run: takePicture,
  },
  savePng: {
    group: 'Files',
    action: 'Save a picture of the trace (PNG)',
    keys: ['Ctrl+Shift+S'],
    needsTrace: true,
    run: savePng,
  },
  saveSvg: {
    group: 'Files',
    action: 'Save a drawing of the trace, with lines and texts (SVG)',
    keys: ['Ctrl+Shift+V'],
    needsTrace: true,
    run: saveSvg,
  },
} satisfies CommandTable
