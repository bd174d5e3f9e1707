// One thread of a drive, as the main thread sees it: one call at a time. While it waits for the drive it keeps the program alive, so
// that somebody can say why nothing ends; idle it does not.
import { Worker } from 'node:worker_threads'
import { builtFile } from '../worker-file.ts'
import type { FromDriveThread, ToDriveThread } from './calls.ts'

interface Question {
  resolve(value: unknown): void
  reject(reason: Error): void
}

/** Its own memory, MiB: it holds no more than the text of a settings file. */
const threadMiB = 128

export class Lane {
  readonly #worker: Worker
  #asked: Question | null = null
  #isGone = false

  constructor() {
    this.#worker = new Worker(builtFile('drive-thread.js'), {
      name: 'drive',
      // Files are opened in one of the threads of a drive, and closed in another.
      trackUnmanagedFds: false,
      resourceLimits: { maxOldGenerationSizeMb: threadMiB },
    })
    this.#worker.unref()
    this.#worker.on('message', (answer: FromDriveThread) => {
      this.#settle((asked) => {
        if (answer.ok) asked.resolve(answer.value)
        else asked.reject(Object.assign(new Error(answer.message), { code: answer.code }))
      })
    })
    this.#worker.on('messageerror', (error) => this.#end(error.message))
    this.#worker.on('error', (error) => this.#end(error.message))
    this.#worker.on('exit', () => this.#end('it ended'))
  }

  /** It will answer nothing more. */
  get isGone(): boolean {
    return this.#isGone
  }

  /** Asks it; it must have answered before. @throws what the file system throws, with its `code`; EIO the thread is gone */
  ask(message: ToDriveThread): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject }
      this.#worker.ref()
      this.#worker.postMessage(message)
    })
  }

  #settle(tell: (asked: Question) => void): void {
    const asked = this.#asked
    this.#asked = null
    this.#worker.unref()
    if (asked !== null) tell(asked)
  }

  #end(reason: string): void {
    this.#isGone = true
    const error = Object.assign(new Error(`the thread of the disk failed: ${reason}`), { code: 'EIO' })
    this.#settle((asked) => asked.reject(error))
  }
}
