// The public door of the room of diagnostics.
export { type Death, Deaths, type Mortal } from './deaths.ts'
export { Diary, type DiaryFacts, type DiaryOptions } from './diary.ts'
export { pruneDumps } from './dumps.ts'
export { type Log, RotatingLog } from './log.ts'
export { machineFacts, runtimeVersions } from './machine.ts'
export { logFolderOf } from './own-folder.ts'
export { type DiagnosticsFacts, diagnosticsText, type InstrumentFacts } from './text.ts'
export { namesFile, sentenceWithoutPaths, withoutPaths } from './without-paths.ts'
