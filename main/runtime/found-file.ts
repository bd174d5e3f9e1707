// A file somebody named, as it was found: who looks it up decides what may be reached by what name, who opens it gets no
// other. The counterpart of a kernel's path lookup.
import { closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs'
import path from 'node:path'
import { fail, phrase, say } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'

/** A file, whatever name it is reached by. */
export interface FileIdentity {
  readonly dev: number
  readonly ino: number
}

export interface FoundFile {
  /** As it was named; sentences name it so. */
  readonly name: string
  /** Where it is, absolute. */
  readonly path: string
  /** What was found there: whatever takes its place before it is opened is refused. Null: anything there will do. */
  readonly identity: FileIdentity | null
}

/** Finds the file a name stands for. @throws EACCES when whoever named it may not have it */
export type FindFile = (name: string) => Promise<FoundFile>

/** The file at a path, whichever that is; a relative path is meant from the working directory. */
export function fileAt(name: string): FoundFile {
  return { name, path: path.resolve(name), identity: null }
}

/** What the system calls things that are no regular files. */
export function kindOf(info: Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket'>): Sentence {
  if (info.isDirectory()) return phrase`a folder`
  if (info.isFIFO()) return phrase`a FIFO`
  return info.isSocket() ? phrase`a socket` : phrase`a device`
}

/**
 * Opens a regular file for reading. Never waits, neither for somebody who writes into a FIFO nor for a device, and opens
 * nothing else: opening a device may do something. It holds its thread up as long as the disk does.
 * @throws EINVAL it is no regular file; EACCES another one took its place; what the system says, as it says it
 */
export function openFound({ name, path: at, identity }: FoundFile): { descriptor: number; info: Stats } {
  const before = statSync(at)
  if (!before.isFile()) fail('EINVAL', say`${name} is ${kindOf(before)}; only files can be played.`)
  const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants
  const descriptor = openSync(at, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  try {
    const info = fstatSync(descriptor)
    if (!info.isFile()) fail('EINVAL', say`${name} is ${kindOf(info)}; only files can be played.`)
    if (identity !== null && (info.dev !== identity.dev || info.ino !== identity.ino))
      fail('EACCES', say`${name} was replaced while it was opened.`)
    return { descriptor, info }
  } catch (thrown) {
    closeSync(descriptor)
    throw thrown
  }
}
