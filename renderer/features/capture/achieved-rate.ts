// The rate at which samples really come, when that is not the one asked for: a machine that cannot make samples as fast
// lets the converter's clock fall behind, and the screen says so rather than repeat the wish.
import type { Stats } from '#shared/contract/topics/status.ts'

/** Figures looked at, a quarter of a second each. */
const looks = 8
/** The target counts as reached from this fraction upwards. */
const metShare = 0.97

export class AchievedRate {
  #rates: number[] = []
  #asked = 0

  /**
   * Takes the next figures in; `askedHz` 0 while nothing is captured.
   * @returns the mean rate over the last two seconds in Hz, when it is less than what was asked for; else null
   */
  add(stats: Pick<Stats, 'samplesPerSecond'>, askedHz: number): number | null {
    if (askedHz !== this.#asked) this.#rates = []
    this.#asked = askedHz
    if (askedHz === 0) return null
    this.#rates = [...this.#rates, stats.samplesPerSecond].slice(-looks)
    if (this.#rates.length < looks) return null
    const mean = this.#rates.reduce((sum, rate) => sum + rate, 0) / looks
    return mean < metShare * askedHz ? mean : null
  }
}
