// What a thread of a drive does when it is asked: calls of the file system that hold the thread up as long as the drive does. Loaded
// by that thread alone; everybody else has only the types.
import {
  accessSync,
  appendFileSync,
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statfsSync,
  statSync,
  utimesSync,
  writeSync,
  writevSync,
} from 'node:fs'
import path from 'node:path'
import { type SentPiece, takenPiece } from './pieces.ts'

/** What stat(2) says, as far as it is asked for. */
export interface RawFacts {
  readonly dev: number
  readonly ino: number
  readonly mode: number
  readonly nlink: number
  readonly size: number
  /** Of 512 bytes. */
  readonly blocks: number
  readonly mtimeMs: number
}

function factsOf({ dev, ino, mode, nlink, size, blocks, mtimeMs }: Stats): RawFacts {
  return { dev, ino, mode, nlink, size, blocks, mtimeMs }
}

/** All of the bytes: a write may take less than it is given. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength; ) at += writeSync(descriptor, bytes, at)
}

export const calls = {
  access: (file: string, mode: number) => accessSync(file, mode),
  close: (descriptor: number) => closeSync(descriptor),
  exists: (file: string) => existsSync(file),
  fdatasync: (descriptor: number) => fdatasyncSync(descriptor),
  fstat: (descriptor: number) => factsOf(fstatSync(descriptor)),
  link: (from: string, to: string) => linkSync(from, to),
  lstat: (file: string) => factsOf(lstatSync(file)),
  makeFolder: (folder: string) => void mkdirSync(folder, { recursive: true }),
  open: (file: string, flags: string | number) => openSync(file, flags),
  readdir: (folder: string) => readdirSync(folder),
  readText: (file: string) => readFileSync(file, 'utf8'),
  realpath: (file: string) => realpathSync(file),
  remove: (file: string) => rmSync(file, { force: true }),
  rename: (from: string, to: string) => renameSync(from, to),
  stat: (file: string) => factsOf(statSync(file)),
  statfs(place: string) {
    const { blocks, bsize, bavail } = statfsSync(place)
    return { blocks, bsize, bavail }
  },
  /** At a place of the file. @returns bytes that were taken */
  write(descriptor: number, sent: SentPiece, position: number) {
    const bytes = takenPiece(sent)
    return writeSync(descriptor, bytes, 0, bytes.byteLength, position)
  },
  /** Behind what is there. @returns bytes that were taken */
  writev: (descriptor: number, pieces: readonly SentPiece[]) => writevSync(descriptor, pieces.map(takenPiece)),

  /** At most so many bytes from a place of the file on. */
  readPart(file: string, from: number, most: number) {
    const descriptor = openSync(file, 'r')
    try {
      const piece = new Uint8Array(most)
      return piece.subarray(0, readSync(descriptor, piece, 0, most, from))
    } finally {
      closeSync(descriptor)
    }
  },
  /** A file that must be new, with these bytes, brought to the disk. */
  writeNew(file: string, parts: readonly SentPiece[]) {
    const descriptor = openSync(file, 'wx')
    try {
      for (const part of parts) writeAll(descriptor, takenPiece(part))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  },
  /** Cuts the file to so many bytes, of which it has at least as many, and brings them to the disk. */
  cut(file: string, flags: number, bytes: number) {
    const descriptor = openSync(file, flags)
    try {
      if (fstatSync(descriptor).size > bytes) ftruncateSync(descriptor, bytes)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  },
  /**
   * Text behind what is in a file, whose folder is made when it is missing. A file that would become longer than `most` bytes is the
   * one before from now on, with `.1` behind its name.
   */
  appendRotating(file: string, text: string, most: number) {
    mkdirSync(path.dirname(file), { recursive: true })
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (size > 0 && size + Buffer.byteLength(text) > most) renameSync(file, `${file}.1`)
    appendFileSync(file, text)
  },
  /** Names of all that is below a folder, relative to it. */
  namesBelow: (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }),
  /** The file was used just now. */
  touch(file: string) {
    const now = new Date()
    utimesSync(file, now, now)
  },
  /** Brings the names in a folder to the disk, where the system can do that. */
  syncFolder(folder: string) {
    let descriptor: number | null = null
    try {
      descriptor = openSync(folder, 'r')
      fsyncSync(descriptor)
    } catch {
      // Not every system opens folders, nor does every file system bring their names to the disk.
    } finally {
      if (descriptor !== null) closeSync(descriptor)
    }
  },
} as const

export type Calls = typeof calls
export type CallName = keyof Calls

export interface ToDriveThread {
  readonly name: CallName
  readonly args: readonly unknown[]
}

export type FromDriveThread =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string }
