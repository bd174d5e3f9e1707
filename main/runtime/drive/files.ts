// Calls of the file system by the name of a file, each made by a thread of the drive that the file is on. They are what node:fs/promises
// has, but one drive that hangs holds up none of the others.
import type { RawFacts } from './calls.ts'
import { driveOf } from './drives.ts'
import { sentPiece } from './pieces.ts'

/** inode(7): the bits of `mode` that say what it is. */
const kindBits = 0o170_000
const kinds = { folder: 0o040_000, file: 0o100_000, fifo: 0o010_000, socket: 0o140_000, disk: 0o060_000 } as const

/** What is there. */
export class FileFacts {
  readonly dev: number
  readonly ino: number
  readonly nlink: number
  readonly size: number
  readonly blocks: number
  readonly mtimeMs: number
  readonly #kind: number

  constructor({ dev, ino, mode, nlink, size, blocks, mtimeMs }: RawFacts) {
    this.dev = dev
    this.ino = ino
    this.nlink = nlink
    this.size = size
    this.blocks = blocks
    this.mtimeMs = mtimeMs
    this.#kind = mode & kindBits
  }

  isFile(): boolean {
    return this.#kind === kinds.file
  }

  isDirectory(): boolean {
    return this.#kind === kinds.folder
  }

  isFIFO(): boolean {
    return this.#kind === kinds.fifo
  }

  isSocket(): boolean {
    return this.#kind === kinds.socket
  }

  isBlockDevice(): boolean {
    return this.#kind === kinds.disk
  }
}

/** Each throws what the file system throws, with its `code`. */
export const files = {
  access: (file: string, mode: number): Promise<void> => driveOf(file).ask('access', file, mode),
  appendRotating: (file: string, text: string, most: number): Promise<void> =>
    driveOf(file).ask('appendRotating', file, text, most),
  cut: (file: string, flags: number, bytes: number): Promise<void> => driveOf(file).ask('cut', file, flags, bytes),
  exists: (file: string): Promise<boolean> => driveOf(file).ask('exists', file),
  link: (from: string, to: string): Promise<void> => driveOf(to).ask('link', from, to),
  lstat: async (file: string): Promise<FileFacts> => new FileFacts(await driveOf(file).ask('lstat', file)),
  makeFolder: (folder: string): Promise<void> => driveOf(folder).ask('makeFolder', folder),
  namesBelow: (folder: string): Promise<readonly string[]> => driveOf(folder).ask('namesBelow', folder),
  open: (file: string, flags: string): Promise<number> => driveOf(file).ask('open', file, flags),
  readdir: (folder: string): Promise<readonly string[]> => driveOf(folder).ask('readdir', folder),
  readPart: (file: string, from: number, most: number): Promise<Uint8Array> =>
    driveOf(file).ask('readPart', file, from, most),
  readText: (file: string): Promise<string> => driveOf(file).ask('readText', file),
  realpath: (file: string): Promise<string> => driveOf(file).ask('realpath', file),
  /** Nothing of that name is no error. */
  remove: (file: string): Promise<void> => driveOf(file).ask('remove', file),
  rename: (from: string, to: string): Promise<void> => driveOf(to).ask('rename', from, to),
  stat: async (file: string): Promise<FileFacts> => new FileFacts(await driveOf(file).ask('stat', file)),
  /** Brings the names in a folder to the disk, where the system can do that. */
  syncFolder: (folder: string): Promise<void> => driveOf(folder).ask('syncFolder', folder),
  touch: (file: string): Promise<void> => driveOf(file).ask('touch', file),
  /** A file that must be new, brought to the disk. */
  writeNew: (file: string, parts: readonly Uint8Array[]): Promise<void> =>
    driveOf(file).ask('writeNew', file, parts.map(sentPiece)),
}
