// The public door of updates.
export { CaptureMark, type UnderWay } from './captures.ts'
export { howToSwitchOn, type UpdateWish } from './configuration.ts'
export { openUpdater } from './open-updater.ts'
export { runUpdate, type UpdateAction } from './run-update.ts'
export type { Updater } from './updater.ts'
