// The public door of the command line.
export type { Command, Front, NewToken, RunCommand, UpdateCommand } from './command.ts'
export { parseCommandLine } from './command-line.ts'
export { exitCode } from './exit-code.ts'
export { findDesktop } from './find-electron.ts'
export { helpText } from './help-text.ts'
export { couldNotStart, launchElectron } from './launch.ts'
