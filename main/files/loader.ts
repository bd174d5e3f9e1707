// Files into the heap, from the main thread's side. Each is read by a thread of its own, started for it and ended with it;
// one file at a time, the others wait. Here memory is taken and given back, and nothing else is done.
import { Worker } from 'node:worker_threads'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { FoundFile } from '#main/runtime/found-file.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import { ErrnoError, fromWire, say, sentenceOf, word } from '#shared/errors.ts'
import type { FileOptions } from '#shared/files/options.ts'
import type { FileLoad } from '#shared/files/played-file.ts'
import { type FilledMemory, leastSamples } from './load.ts'
import type { FileThreadData, FromFileThread, ToFileThread } from './thread.ts'

/** Samples of one file's signal in the heap; free `address` when nothing plays them any more. */
export interface LoadedSamples extends FilledMemory {
  readonly address: number
}

export interface FileWish {
  readonly file: FoundFile
  /** The converter's channel that will play it, from 0. */
  readonly channel: number
  readonly options: FileOptions
}

/** A file that is being read. */
export interface FileJob {
  /**
   * @throws what the file is refused with (EINVAL, ENOENT, EACCES, ENOMEM, EIO); ECANCELED after {@link cancel}. Nothing
   *   of it is kept then.
   */
  readonly loaded: Promise<LoadedSamples>
  readonly progress: FileLoad
  /** Ends it at once. Harmless when it is done. */
  cancel(reason: string): void
}

/** The share of the heap that files leave to the blocks of the capture. */
const shareForBlocks = 1 / 8
/** The thread's own memory, MiB: texts are parsed in slices, samples go to the heap. */
const threadMiB = 256

export class FileLoader {
  readonly #heap: CoherentHeap
  /** In the order they were asked for; the first one is being read. */
  #jobs: Job[] = []
  readonly #ended = new Set<Promise<void>>()

  constructor(heap: CoherentHeap) {
    this.#heap = heap
  }

  /** @param onProgress called whenever the job's progress has changed */
  load(wish: FileWish, onProgress: () => void = () => undefined): FileJob {
    const job = new Job(this.#heap, wish, onProgress)
    this.#jobs.push(job)
    const over = job.over.then(() => {
      this.#jobs = this.#jobs.filter((other) => other !== job)
      this.#ended.delete(over)
      this.#jobs[0]?.start()
    })
    this.#ended.add(over)
    this.#jobs[0]?.start()
    return job
  }

  /** Cancels all; resolves when no thread of it runs any more. */
  async stop(): Promise<void> {
    for (const job of [...this.#jobs].reverse()) job.cancel('the program is ending')
    await Promise.all(this.#ended)
  }
}

class Job implements FileJob {
  readonly loaded: Promise<LoadedSamples>
  /** No thread of it runs any more. */
  readonly over: Promise<void>
  progress: FileLoad
  readonly #heap: CoherentHeap
  readonly #wish: FileWish
  readonly #onProgress: () => void
  #settle!: { resolve(loaded: LoadedSamples): void; reject(reason: ErrnoError): void }
  #endOver!: () => void
  #worker: Worker | null = null
  /** Memory that is the job's own until it is done. */
  #address = 0
  #isSettled = false

  constructor(heap: CoherentHeap, wish: FileWish, onProgress: () => void) {
    this.#heap = heap
    this.#wish = wish
    this.#onProgress = onProgress
    this.progress = { path: wish.file.name, phase: 'waiting', doneBytes: 0, totalBytes: 0 }
    this.loaded = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    // Whoever is interested awaits it; a job that is cancelled early may have nobody.
    this.loaded.catch(() => undefined)
    this.over = new Promise((resolve) => {
      this.#endOver = resolve
    })
  }

  start(): void {
    if (this.#worker !== null || this.#isSettled) return
    const { file, channel, options } = this.#wish
    const { name } = file
    const roomSamples = Math.floor(this.#roomBytes / 2)
    const workerData: FileThreadData = {
      memory: this.#heap.memory,
      order: { file, request: { channel, options, roomSamples } },
    }
    const worker = new Worker(builtFile('file-thread.js'), {
      workerData,
      name: 'file',
      resourceLimits: { maxOldGenerationSizeMb: threadMiB },
    })
    this.#worker = worker
    worker.on('message', (message: FromFileThread) => this.#onMessage(worker, message))
    worker.once('error', (error) =>
      this.#fail(new ErrnoError('EIO', say`${name} could not be read (${error.message}).`)),
    )
    worker.once('exit', () => {
      this.#fail(new ErrnoError('EIO', say`${name} could not be read: its thread ended.`))
      // Only now nobody writes there any more.
      if (this.#address !== 0) this.#heap.free(this.#address)
      this.#endOver()
    })
  }

  cancel(reason: string): void {
    if (this.#isSettled) return
    this.#fail(new ErrnoError('ECANCELED', say`${this.#wish.file.name} was not read to its end: ${word(reason)}.`))
    if (this.#worker === null) this.#endOver()
    else void this.#worker.terminate()
  }

  /** Blocks come first: a part of the heap is left to them. */
  get #roomBytes(): number {
    const { largestFreeBytes, capacityBytes } = this.#heap
    return Math.max(0, largestFreeBytes - capacityBytes * shareForBlocks - 2 * leastSamples)
  }

  #onMessage(worker: Worker, message: FromFileThread): void {
    if (this.#isSettled) return
    if (message.type === 'progress') {
      const { phase, doneBytes, totalBytes } = message
      this.progress = { path: this.#wish.file.name, phase, doneBytes, totalBytes }
      this.#onProgress()
    } else if (message.type === 'need') this.#giveMemory(worker, message.samples)
    else if (message.type === 'failed') this.#fail(fromWire(message.error))
    else {
      this.#isSettled = true
      this.#settle.resolve({ address: this.#address, ...message.filled })
      this.#address = 0
    }
  }

  #giveMemory(worker: Worker, samples: number): void {
    try {
      // It is written slowly, over its whole length: away from the pages that are touched ahead.
      this.#address = this.#heap.allocAtEnd(samples * 2)
    } catch (thrown) {
      this.#fail(new ErrnoError('ENOMEM', say`${this.#wish.file.name} does not fit: ${sentenceOf(thrown)}`))
      void worker.terminate()
      return
    }
    worker.postMessage(this.#address satisfies ToFileThread)
  }

  #fail(error: ErrnoError): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#settle.reject(error)
  }
}
