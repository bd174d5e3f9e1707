// A lane, without its thread: does the tasks of the analysis, in order, in maps of its own. The analysis empties them
// when it wants to see something.
import { Doorbell, SharedRing } from '#main/memory/index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import type { Validity } from '../stream/validity.ts'
import { type LaneMemory, LaneTasks, laneWord, taskKind } from './lane-tasks.ts'
import { MapPainter } from './map-painter.ts'

export class Lane {
  readonly #ring: SharedRing
  readonly #tasks: LaneTasks
  readonly #painter: MapPainter
  readonly #validity: Validity
  readonly #state: Int32Array
  readonly #done: Doorbell

  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, memory: LaneMemory, validity: Validity) {
    this.#ring = new SharedRing(buffer, memory.ring)
    this.#tasks = new LaneTasks(buffer)
    this.#painter = new MapPainter(buffer, kernels, memory.painter)
    this.#validity = validity
    this.#state = new Int32Array(buffer, memory.state, Object.keys(laneWord).length)
    this.#done = new Doorbell(buffer, memory.done)
    Atomics.store(this.#state, laneWord.alive, 1)
  }

  get hasTask(): boolean {
    return this.#ring.length > 0
  }

  get hasQuit(): boolean {
    return Atomics.load(this.#state, laneWord.quit) === 1
  }

  /** About to sleep on the bell, or awake again. Look for tasks once more between this and the sleep. */
  set sleeping(asleep: boolean) {
    Atomics.store(this.#state, laneWord.sleeping, asleep ? 1 : 0)
  }

  /** Does the oldest task. False when there is none. */
  step(): boolean {
    const at = this.#ring.peek()
    if (at === 0) return false
    if (this.#tasks.kind(at) === taskKind.configure) this.#painter.configure(this.#tasks.content(at))
    else this.#draw(at)
    this.#ring.advance()
    if (this.#ring.length === 0 && Atomics.exchange(this.#state, laneWord.awaited, 0) === 1) this.#done.ring()
    return true
  }

  #draw(at: number): void {
    const { src, epoch, firstSample, list, waveforms, whole } = this.#tasks.draw(at)
    if (this.#validity.oldestValid(epoch) > firstSample) return
    if (this.#tasks.kind(at) === taskKind.fine) this.#painter.addFine(src, firstSample, list, waveforms, whole)
    else this.#painter.addWhole(src, firstSample, list, waveforms)
    // Given back while it was read: nothing in these maps is believed.
    if (this.#validity.oldestValid(epoch) > firstSample) Atomics.store(this.#state, laneWord.torn, 1)
  }
}
