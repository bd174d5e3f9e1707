// How often a measurement had which value, in a fixed amount of memory.

const bins = 256
/** Of the first value: the width of a bin at first. Below it two values are one. */
const finest = 2 ** -40

export interface HistogramFigures {
  /** Where the first bin begins, and how wide each is. */
  readonly low: number
  readonly width: number
  /** From the first bin with a value to the last. */
  readonly counts: readonly number[]
}

/**
 * Bins of equal width around all values. A value outside makes the range twice as wide, towards it, and two bins each become one:
 * no count is lost, and each bin stays exactly what two of the finer ones were.
 */
export class Histogram {
  readonly #counts = new Float64Array(bins)
  #low = 0
  /** 0: there is no value yet. */
  #width = 0

  add(values: Float64Array): void {
    for (let k = 0; k < values.length; k++) this.#addOne(values[k]!)
  }

  #addOne(value: number): void {
    if (this.#width === 0) {
      this.#width = Math.max(Math.abs(value) * finest, Number.MIN_VALUE * 2 ** 60)
      this.#low = value - (bins / 2) * this.#width
    }
    let bin = this.#binOf(value)
    while (bin < 0 || bin >= bins) {
      this.#widen(bin < 0)
      bin = this.#binOf(value)
    }
    this.#counts[bin]! += 1
  }

  get figures(): HistogramFigures | null {
    if (this.#width === 0) return null
    const first = this.#counts.findIndex((count) => count > 0)
    const last = this.#counts.findLastIndex((count) => count > 0)
    const counts = [...this.#counts.subarray(first, last + 1)]
    return { low: this.#low + first * this.#width, width: this.#width, counts }
  }

  #binOf(value: number): number {
    return Math.floor((value - this.#low) / this.#width)
  }

  #widen(isDown: boolean): void {
    const paired = Float64Array.from({ length: bins / 2 }, (_, k) => this.#counts[2 * k]! + this.#counts[2 * k + 1]!)
    this.#counts.fill(0)
    this.#counts.set(paired, isDown ? bins / 2 : 0)
    if (isDown) this.#low -= bins * this.#width
    this.#width *= 2
  }
}
