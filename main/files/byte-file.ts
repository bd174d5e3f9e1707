// A file as codecs see it: bytes at places. Only regular files are ever opened.
import { closeSync, fstatSync, lstatSync, readSync } from 'node:fs'
import { type FileIdentity, type FoundFile, fileAt, openFound } from '#main/runtime/found-file.ts'
import { type ErrnoName, fail, say } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'

export interface ByteFile {
  /** As it was named: sentences name it so. Where it is nobody needs to know. */
  readonly path: string
  readonly identity: FileIdentity
  /** As the system knows it while it is open; null: it is in memory. */
  readonly descriptor: number | null
  /** Size when it was opened; what is written behind it later is not read. */
  readonly bytes: number
  /** Fills `target` from `offset` on; fewer bytes than it holds only at the end. @throws EIO when reading fails */
  read(offset: number, target: Uint8Array): number
  /**
   * The bytes of the file beside it that is called the same with `suffix` behind, and without its own ending `instead`; null when
   * there is none, or it has more.
   */
  beside(suffix: string, mostBytes: number, instead?: string): Uint8Array | null
  /** Whether it is no longer as it was when it was opened. */
  hasChanged(): boolean
  close(): void
}

/**
 * Opens a regular file for reading. Never waits: not for a writer of a FIFO, not for a device.
 * @throws ENOENT, EACCES; EINVAL when it is no regular file; EIO for anything else the system says
 */
export function openByteFile(file: FoundFile): ByteFile {
  const { name } = file
  const { descriptor, info } = openOrFail(file)
  return {
    path: name,
    identity: { dev: info.dev, ino: info.ino },
    descriptor,
    bytes: info.size,
    read: (offset, target) => readFully(name, descriptor, offset, target),
    beside: (suffix, mostBytes, instead = '') => readBeside(file, suffix, mostBytes, instead),
    hasChanged: () => {
      const now = fstatSync(descriptor)
      return now.size !== info.size || now.mtimeMs !== info.mtimeMs
    },
    close: () => closeSync(descriptor),
  }
}

function openOrFail(file: FoundFile): ReturnType<typeof openFound> {
  try {
    return openFound(file)
  } catch (thrown) {
    return failWithFile(file.name, thrown)
  }
}

function readFully(path: string, descriptor: number, offset: number, target: Uint8Array): number {
  let done = 0
  try {
    while (done < target.length) {
      const got = readSync(descriptor, target, done, target.length - done, offset + done)
      if (got === 0) break
      done += got
    }
  } catch (thrown) {
    failWithFile(path, thrown)
  }
  return done
}

/**
 * What stands beside a file that only some may reach has to be a file itself: a link could lead out of the folder it is
 * offered from. Its own identity is asked for, which what it leads to has not.
 */
function foundBeside(file: FoundFile, suffix: string, instead: string): FoundFile {
  const base = file.path.endsWith(instead) ? file.path.slice(0, file.path.length - instead.length) : file.path
  const beside = fileAt(`${base}${suffix}`)
  if (file.identity === null) return beside
  const { dev, ino } = lstatSync(beside.path)
  return { ...beside, identity: { dev, ino } }
}

function readBeside(found: FoundFile, suffix: string, mostBytes: number, instead: string): Uint8Array | null {
  let file: ByteFile
  try {
    file = openByteFile(foundBeside(found, suffix, instead))
  } catch {
    return null
  }
  try {
    if (file.bytes > mostBytes) return null
    const bytes = new Uint8Array(file.bytes)
    return bytes.subarray(0, file.read(0, bytes))
  } finally {
    file.close()
  }
}

/** A file in memory. */
export function memoryFile(
  path: string,
  bytes: Uint8Array,
  others: Readonly<Record<string, Uint8Array>> = {},
): ByteFile {
  return {
    path,
    identity: { dev: 0, ino: 0 },
    descriptor: null,
    bytes: bytes.length,
    read(offset, target) {
      const part = bytes.subarray(offset, offset + target.length)
      target.set(part)
      return part.length
    },
    beside: (suffix) => others[suffix] ?? null,
    hasChanged: () => false,
    close: () => undefined,
  }
}

/** The bytes from `offset` on, at most `length`. */
export function readPart(file: ByteFile, offset: number, length: number): Uint8Array {
  const target = new Uint8Array(Math.max(0, Math.min(length, file.bytes - offset)))
  return target.subarray(0, file.read(offset, target))
}

const reasons: Readonly<Record<string, readonly [ErrnoName, (path: string) => Sentence]>> = {
  ENOENT: ['ENOENT', (path) => say`There is no file ${path}.`],
  ENOTDIR: ['ENOENT', (path) => say`There is no file ${path}: a part of its path is not a folder.`],
  EACCES: ['EACCES', (path) => say`${path} may not be read by this user.`],
  EPERM: ['EACCES', (path) => say`${path} may not be read by this user.`],
  ELOOP: ['ENOENT', (path) => say`There is no file ${path}: its links lead in a circle.`],
  ENAMETOOLONG: ['ENOENT', () => say`There is no file with so long a name.`],
  ENXIO: ['EINVAL', (path) => say`${path} is a socket; only files can be played.`],
  EMFILE: ['EIO', () => say`The system lets this program open no more files.`],
}

function failWithFile(path: string, thrown: unknown): never {
  const code = (thrown as NodeJS.ErrnoException).code
  // Ours already.
  if (code === undefined) throw thrown
  const [name, sentence] = reasons[code] ?? [
    'EIO',
    (at: string) => say`${at} cannot be read: ${say`The system says ${code}.`}`,
  ]
  return fail(name, sentence(path.length > 300 ? `${path.slice(0, 300)}…` : path))
}
