// Writers of standard input, a FIFO or a file. The event loop waits for a pipe's writer, no thread does: so one that gives
// nothing holds up nothing, and the wait can be ended at any time.
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Socket } from 'node:net'
import { isatty } from 'node:tty'
import { fail, say } from '#shared/errors.ts'
import type { Supply, Writer } from './feed.ts'

const standardInput = 0
const sliceBytes = 1 << 20

/** One writer, and no other. @throws EBADF standard input is closed; EINVAL it is a terminal or a folder */
export function standardInputSupply(): Supply {
  let info: Stats
  try {
    info = fstatSync(standardInput)
  } catch {
    fail('EBADF', say`Standard input is not open.`)
  }
  if (isatty(standardInput))
    fail('EINVAL', say`Standard input is a terminal; give it samples through a pipe or with <.`)
  if (info.isDirectory()) fail('EINVAL', say`Standard input is a folder.`)
  return onceSupply(info.isFIFO() || info.isSocket() ? socketOf(standardInput) : slicesOfInput())
}

/**
 * A file is read once; a FIFO has one writer after the other.
 * @throws ENOENT, EACCES; EINVAL it is a folder, a device or a socket
 */
export function pathSupply(path: string): Supply {
  const info = statOf(path)
  if (info.isFile()) {
    closeSync(openAt(path))
    return onceSupply(slicesOf(path))
  }
  if (!info.isFIFO()) fail('EINVAL', say`${path} is neither a FIFO nor a file.`)
  // A reader all the time: what a writer leaves while there is none is lost with the pipe.
  const held = openAt(path)
  return { isOnce: false, held, next: () => Promise.resolve(socketOf(openAt(path))) }
}

/** One writer, and no other. */
export const onceSupply = (writer: Writer): Supply => ({ isOnce: true, next: () => Promise.resolve(writer) })

function socketOf(descriptor: number): Socket {
  return new Socket({ fd: descriptor, readable: true, writable: false })
}

/** The slice is used again as soon as the next one is asked for. */
async function* slicesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    const slice = new Uint8Array(sliceBytes)
    for (;;) {
      const { bytesRead } = await file.read(slice, 0, slice.length, null)
      if (bytesRead === 0) break
      yield slice.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function* slicesOfInput(): AsyncGenerator<Uint8Array> {
  const slice = new Uint8Array(sliceBytes)
  for (;;) {
    // A file never makes anybody wait for long.
    const got = readSync(standardInput, slice, 0, slice.length, null)
    if (got === 0) break
    yield slice.subarray(0, got)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const reasons: Readonly<Record<string, 'ENOENT' | 'EACCES'>> = {
  ENOENT: 'ENOENT',
  ENOTDIR: 'ENOENT',
  EACCES: 'EACCES',
  EPERM: 'EACCES',
}

function statOf(path: string): Stats {
  try {
    return statSync(path)
  } catch (thrown) {
    return refuse(path, thrown)
  }
}

/** Without waiting for a writer. */
function openAt(path: string): number {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants
  try {
    return openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  } catch (thrown) {
    return refuse(path, thrown)
  }
}

function refuse(path: string, thrown: unknown): never {
  const { code = '' } = thrown as NodeJS.ErrnoException
  const name = reasons[code]
  if (name === 'ENOENT') fail(name, say`There is no FIFO or file ${path}.`)
  if (name === 'EACCES') fail(name, say`${path} may not be read by this user.`)
  return fail('EIO', say`${path} cannot be opened: the system says ${code}.`)
}
