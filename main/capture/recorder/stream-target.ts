// A recording into a stream: standard output, a pipe, a FIFO, a device. Nothing but samples goes there; what is to be said
// of them is said elsewhere.
import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { isatty } from 'node:tty'
import { FileFacts } from '#main/runtime/drive/files.ts'
import { ErrnoError, fail, say } from '#shared/errors.ts'
import { cannotWrite, codeOf, fileError, shownName } from './file-error.ts'
import { FileSink } from './sinks/file-sink.ts'
import type { SampleSink } from './sinks/sink.ts'
import { StreamSink } from './sinks/stream-sink.ts'
import type { RecordingTarget } from './target.ts'

const standardOutput = 1

/** How often it is looked whether somebody has opened a FIFO for reading, ms. */
const readerLookMs = 50

/** The descriptor of this process that a name stands for; null: it is a name like any other. */
export function descriptorOf(name: string): number | null {
  if (name === '-' || name === '/dev/stdout') return standardOutput
  if (name === '/dev/stdin') return 0
  if (name === '/dev/stderr') return 2
  const [, digits] = /^(?:\/dev\/fd|\/proc\/self\/fd)\/(\d+)$/.exec(name) ?? []
  return digits === undefined ? null : Number(digits)
}

/** Whether samples go to standard output, which then is no place for words. */
export function isStandardOutput(name: string): boolean {
  return descriptorOf(name) === standardOutput
}

/**
 * A stream that this process has open already.
 * @throws EBADF it is not open; EINVAL a terminal, standard input or error; EISDIR
 */
export function openDescriptor(name: string, descriptor: number): RecordingTarget {
  if (descriptor === 0 || descriptor === 2)
    fail('EINVAL', say`Samples cannot go to ${name}; use - for standard output, or the name of a file.`)
  let found: FileFacts
  try {
    found = new FileFacts(fstatSync(descriptor))
  } catch {
    fail('EBADF', say`${name} is not open.`)
  }
  if (found.isDirectory()) fail('EISDIR', cannotWrite(name))
  if (isatty(descriptor)) fail('EINVAL', say`${name} is a terminal; send the samples to a file or through a pipe.`)
  return streamTarget(name, sinkOn(name, found, descriptor, false))
}

/**
 * A FIFO or a device of the file system. A FIFO that nobody reads yet is waited for.
 * @throws ECANCELED `signal` was aborted while waiting; EINVAL what is no place for samples; the file system's errors by name
 */
export async function openDevice(
  name: string,
  found: FileFacts,
  options: { readonly signal: AbortSignal | null; readonly onWait: () => void },
): Promise<RecordingTarget> {
  if (found.isBlockDevice()) fail('EINVAL', say`${shownName(name)} is a disk; samples are not written over a disk.`)
  if (found.isSocket()) fail('EINVAL', say`${shownName(name)} is a socket; give it the samples through a pipe.`)
  for (let waits = 0; ; waits++) {
    try {
      // Without O_NONBLOCK this would hold a thread, and with it the end of the program, until somebody reads.
      const descriptor = openSync(name, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
      if (!isatty(descriptor)) return streamTarget(name, sinkOn(name, found, descriptor, true))
      closeSync(descriptor)
      fail('EINVAL', say`${shownName(name)} is a terminal; send the samples to a file or through a pipe.`)
    } catch (thrown) {
      // open(2): a FIFO that nobody has open for reading.
      if (codeOf(thrown) !== 'ENXIO') throw fileError(thrown, name)
    }
    if (waits === 0) options.onWait()
    await pause(name, options.signal)
  }
}

function pause(name: string, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(new ErrnoError('ECANCELED', say`Nobody reads ${shownName(name)}; nothing was recorded.`))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, readerLookMs)
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** @param owns whether the descriptor was opened for this sink, and is closed with it */
function sinkOn(name: string, found: FileFacts, descriptor: number, owns: boolean): SampleSink {
  if (found.isSocket()) return new StreamSink(name, descriptor)
  if (found.isFIFO()) return new StreamSink(name, owns ? descriptor : ownDescriptor(descriptor))
  return new FileSink(name, descriptor, found.isFile() ? `/proc/self/fd/${descriptor}` : null, owns)
}

/**
 * A pipe's end of our own where the system gives one: the waiting mode that the event loop needs would otherwise be
 * changed for everybody who has inherited it.
 */
function ownDescriptor(descriptor: number): number {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch {
    return descriptor
  }
}

function streamTarget(name: string, sink: SampleSink): RecordingTarget {
  return {
    name,
    sink,
    sidecar: null,
    drive: sink instanceof FileSink ? sink.drive : null,
    checkPresent: () => Promise.resolve(),
    discard: () => sink.close(false),
  }
}
