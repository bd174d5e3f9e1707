// Whether a picture has a rhythm along the time axis: the spectrum of what its columns look like. Runs in a browser.
import { height, width } from './painted.ts'

const firstLine = 3
/** Columns at either end that are no part of it. */
const border = 4

export interface ColumnLooks {
  /** Light of each column, in parts of the mean, and the row its light is centred on. */
  readonly brightness: Float64Array
  readonly centre: Float64Array
}

export function columnLooks(light: Uint8Array): ColumnLooks {
  const [brightness, centre] = [new Float64Array(width), new Float64Array(width)]
  for (let column = 0; column < width; column++) {
    let [sum, moment] = [0, 0]
    for (let row = 0; row < height; row++) {
      sum += light[row * width + column]!
      moment += light[row * width + column]! * row
    }
    brightness[column] = sum / height
    centre[column] = sum === 0 ? height / 2 : moment / sum
  }
  return { brightness: relative(brightness), centre }
}

/** In parts of the mean. */
export function relative(values: Float64Array | Float32Array): Float64Array {
  const mean = Array.from(values).reduce((a, b) => a + b, 0) / values.length
  return Float64Array.from(values, (value) => value / mean)
}

/**
 * The lines of the spectrum of a picture that stand out of its grain and that a count of every sample has not, or has half
 * as strong at most; as cycles across the picture. Of grain (noise without a rhythm) of some hundred columns the strongest
 * line has about 6 times the mean power, and hardly ever 20 (each line's power is exponentially distributed). Slow drifts
 * do not count.
 * @param values one for each column of the picture; those at the borders are left out
 * @param counted what a count of every sample gives, in the same unit, one for each of its columns
 */
export function foreignLines(values: ArrayLike<number>, counted: ArrayLike<number>, mostOfGrain: number): number[] {
  const lines = spectrumOf(values)
  const own = spectrumOf(counted)
  const limit = mostOfGrain * (lines.reduce((a, b) => a + b ** 2, 0) / lines.length || Number.POSITIVE_INFINITY)
  return lines.flatMap((amplitude, k) => {
    const known = Math.max(0, ...own.slice(Math.max(0, k - 2), k + 3))
    return amplitude ** 2 > limit && amplitude > 2 * known ? [k + firstLine] : []
  })
}

/** Amplitude of each line from {@link firstLine} on. */
function spectrumOf(values: ArrayLike<number>): number[] {
  const inner = Array.from(values).slice(border, -border)
  const mean = inner.reduce((a, b) => a + b, 0) / inner.length
  const amplitudes: number[] = []
  for (let cycles = firstLine; cycles < inner.length / 2; cycles++) {
    let [re, im] = [0, 0]
    for (let k = 0; k < inner.length; k++) {
      const turn = (2 * Math.PI * cycles * k) / inner.length
      re += (inner[k]! - mean) * Math.cos(turn)
      im += (inner[k]! - mean) * Math.sin(turn)
    }
    amplitudes.push((2 * Math.hypot(re, im)) / inner.length)
  }
  return amplitudes
}
