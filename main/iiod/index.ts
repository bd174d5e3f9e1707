// The public door of the IIOD room.

export * from './client/index.ts'
export type { AttributePlace } from './command.ts'
export { type FoundBoard, findBoards } from './discovery/find-boards.ts'
export type { IiodHost } from './server/host.ts'
export type { CapturedDevice, OpenStream, ScanReader, ScanRun, StreamWish } from './server/scan-runs.ts'
export { defaultIiodPort, type IiodClient, IiodServer } from './server/server.ts'
