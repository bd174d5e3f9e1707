// Entry of the prefault thread: it touches the heap's pages in advance. While a stream waits for them it does nothing else; from
// then on at low priority where the system has one per thread (not the lowest, at which a busy machine would never let it finish),
// and with a small share of a core.
import { parentPort, workerData } from 'node:worker_threads'
import { IdleCores } from '#main/runtime/idle-cores.ts'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import { TouchMark, touchAhead } from './touch-mark.ts'
import { TouchPace } from './touch-pace.ts'

/** What the main thread hands over. */
export interface PrefaultThreadData {
  readonly memory: WebAssembly.Memory
  readonly mark: SharedArrayBuffer
  /** Of one core, at most; 0 < share <= 1. */
  readonly share: number
}

/** Pages between two looks at the clock: some hundred microseconds. */
const pagesPerPiece = 32
/** Shorter rests are saved up: sleeping has a cost of its own. */
const shortestRestMs = 2

const { memory, mark: markBuffer, share } = workerData as PrefaultThreadData
const words = new Int32Array(memory.buffer)
const mark = new TouchMark(markBuffer)
const idleCores = new IdleCores()
const pace = new TouchPace(share, () => idleCores.sinceLast(), performance.now())
let restMs = 0
let givesWay = false

while (!mark.isStopping) {
  const { isUrgent, isAwaited } = mark
  // Whoever gave way does not come back: not every program may raise a priority again.
  if (!isAwaited && !givesWay && mark.wasAwaited) {
    givesWay = true
    setThreadPriority(niceness.background)
  }
  const begunMs = performance.now()
  const pages = touchAhead(words, mark, pagesPerPiece)
  const nowMs = performance.now()
  if (!isAwaited) restMs += pace.restMs(nowMs - begunMs, isUrgent, nowMs)
  if (pages > 0 && (mark.touchedPages >= mark.wantedPages || (isAwaited && !mark.isAwaited))) parentPort?.postMessage(0)
  if (pages > 0 && restMs < shortestRestMs) continue
  mark.waitForWork(restMs)
  restMs = 0
}
