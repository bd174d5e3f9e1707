// Entry of the thread that reads one file, and ends. It gives way to everybody: who captures must not notice.
import { parentPort, workerData } from 'node:worker_threads'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import { toWireError, type WireError } from '#shared/errors.ts'
import type { LoadPhase } from '#shared/files/played-file.ts'
import { type FileOrder, type FilledMemory, loadFile } from './load.ts'

/** What the main thread hands over. */
export interface FileThreadData {
  readonly memory: WebAssembly.Memory
  readonly order: FileOrder
}

export type FromFileThread =
  | { readonly type: 'progress'; readonly phase: LoadPhase; readonly doneBytes: number; readonly totalBytes: number }
  /** Memory for so many samples is needed. */
  | { readonly type: 'need'; readonly samples: number }
  | { readonly type: 'done'; readonly filled: FilledMemory }
  | { readonly type: 'failed'; readonly error: WireError }

/** The address of the memory that was needed. */
export type ToFileThread = number

/** Progress is told at most this often, ms. */
const toldEveryMs = 50

const { memory, order } = workerData as FileThreadData
const port = parentPort!
const tell = (message: FromFileThread): void => port.postMessage(message)

async function take(samples: number): Promise<Int16Array> {
  const address = new Promise<ToFileThread>((resolve) => port.once('message', resolve))
  tell({ type: 'need', samples })
  return new Int16Array(memory.buffer, await address, samples)
}

let toldMs = Number.NEGATIVE_INFINITY
let toldPhase: LoadPhase | null = null

function progress(phase: LoadPhase, doneBytes: number, totalBytes: number): void {
  const nowMs = performance.now()
  if (phase === toldPhase && nowMs - toldMs < toldEveryMs) return
  toldMs = nowMs
  toldPhase = phase
  tell({ type: 'progress', phase, doneBytes, totalBytes })
}

setThreadPriority(niceness.background)
try {
  tell({ type: 'done', filled: await loadFile(order, take, progress) })
} catch (thrown) {
  tell({ type: 'failed', error: toWireError(thrown) })
}
