// How the host wakes the thread: a bell, and a word that says whether the thread needs to hear it.
import { Doorbell, doorbellBytes } from '#main/memory/index.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'

export interface WakeMemory {
  readonly bell: number
  /** int32, 1 while the thread sleeps and wants the bell. */
  readonly sleeping: number
}

export function claimWakeLine(layout: MemoryLayout): WakeMemory {
  return { bell: layout.takeZeroed(doorbellBytes), sleeping: layout.takeZeroed(64) }
}

export class WakeLine {
  readonly bell: Doorbell
  readonly #words: Int32Array
  readonly #sleeping: number

  constructor(buffer: SharedArrayBuffer, memory: WakeMemory) {
    this.bell = new Doorbell(buffer, memory.bell)
    this.#words = new Int32Array(buffer)
    this.#sleeping = memory.sleeping / 4
  }

  /** Analyser: about to sleep, or awake again. Look for work once more between this and the sleep. */
  set sleeping(asleep: boolean) {
    Atomics.store(this.#words, this.#sleeping, asleep ? 1 : 0)
  }

  /** Host: whether new blocks need the bell. */
  get sleeping(): boolean {
    return Atomics.load(this.#words, this.#sleeping) === 1
  }
}
