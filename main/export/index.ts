// The public door of the export room.
export type { Capture } from './format.ts'
export { type ExportOptions, exportedFile, type OpenExport, openExport } from './open-export.ts'
