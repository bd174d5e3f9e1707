// The public door of the instrument room.
export {
  type Assignment,
  type Command,
  defaultSeed,
  type Front,
  helpText,
  parseCommandLine,
  type RunCommand,
  type ScheduledAssignment,
} from './command-line.ts'
export { createInstrument, type InstrumentOptions } from './create.ts'
export { exitCode } from './headless/exit-code.ts'
export { rehearse } from './headless/rehearsal.ts'
export { runHeadless } from './headless/run.ts'
export { Instrument } from './instrument.ts'
export { requireFolders } from './offered/folder.ts'
export type { RecordingDesk } from './recording/handlers.ts'
export { blockscopeVersion } from './version.ts'
