// The public door of the config room.
export { type Begin, Config } from './config.ts'
export type { WindowPlace } from './contents.ts'
export { beginOf, type ConfigWishes, openConfig } from './open-config.ts'
export { type RecordingFolderNote, recordingFolderNote } from './recording-folder.ts'
export { type WindowName, type WindowPlaces, windowPlaces } from './window-places.ts'
