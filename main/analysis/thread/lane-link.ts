// The host's hold on the thread of a lane.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Doorbell } from '#main/memory/index.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import { type LaneMemory, laneWord } from '../persistence/lane-tasks.ts'
import type { LaneThreadData } from './lane-thread.ts'

/** Cores that others need: the hardware and the main thread, the analysis, and a page. */
const coresOfOthers = 2
/** More do not help: the analysis itself cannot hand out faster. */
const mostLanes = 3
/** Heap for each; what a lane paints in takes an eighth of it. */
const bytesForLane = 64 << 20

/** How many lanes a machine with so many cores has: none with two, one with four; and no more than a small heap has room for. */
export function lanesFor(heapBytes: number, cores = availableParallelism()): number {
  return Math.max(0, Math.min(mostLanes, Math.floor((cores - coresOfOthers) / 2), Math.floor(heapBytes / bytesForLane)))
}

export class LaneThread {
  readonly #state: Int32Array
  readonly #bell: Doorbell
  readonly #done: Doorbell
  readonly #exited: Promise<void>

  constructor(buffer: SharedArrayBuffer, memory: LaneMemory, workerData: LaneThreadData) {
    this.#state = new Int32Array(buffer, memory.state, Object.keys(laneWord).length)
    this.#bell = new Doorbell(buffer, memory.bell)
    this.#done = new Doorbell(buffer, memory.done)
    const worker = new Worker(builtFile('lane-thread.js'), { workerData, name: `lane ${workerData.lane}` })
    // The analysis goes on without it, only slower.
    worker.on('error', (error) => process.emitWarning(`A drawing thread failed: ${error.message}`))
    this.#exited = new Promise((resolve) =>
      worker.once('exit', () => {
        Atomics.store(this.#state, laneWord.alive, 0)
        this.#done.ring()
        resolve()
      }),
    )
  }

  /** Ends it; resolves when it reads no memory any more. */
  async stop(): Promise<void> {
    Atomics.store(this.#state, laneWord.quit, 1)
    this.#bell.ring()
    await this.#exited
  }
}
