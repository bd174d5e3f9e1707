// The samples of a math trace, evaluated from the blocks in memory when they are read: as if they stood there themselves.
import type { BlockIndex, RunVisitor } from '../stream/block-index.ts'
import { tileBytes } from '../stream/tile.ts'
import type { Evaluator } from './evaluator.ts'

/** Derived codes there is room for. */
const roomScans = tileBytes / 2

export class DerivedRuns {
  readonly #blocks: BlockIndex
  readonly #room: number
  #evaluator: Evaluator | null = null
  #bytesPerScan = 2

  /** @param room address of `tileBytes`, where derived codes stand while they are visited */
  constructor(blocks: BlockIndex, room: number) {
    this.#blocks = blocks
    this.#room = room
  }

  configure(evaluator: Evaluator | null, channels: number): void {
    this.#evaluator = evaluator
    this.#bytesPerScan = channels * 2
  }

  /**
   * Visits what is in memory of the samples from `first` up to `end`, in order and in pieces. What is at the address is gone
   * with the next piece.
   */
  forEachRun(first: number, end: number, _bytesPerScan: number, visit: RunVisitor): void {
    const evaluator = this.#evaluator
    if (evaluator === null) return
    this.#blocks.forEachRun(first, end, this.#bytesPerScan, (address, sample, scans) => {
      for (let done = 0; done < scans; done += roomScans) {
        const part = Math.min(roomScans, scans - done)
        evaluator.evaluate(address + done * this.#bytesPerScan, part, this.#room)
        visit(this.#room, sample + done, part)
      }
    })
  }
}
