// A stretch of one channel, without a gap, as the measurements read it.
import { maxCode, minCode } from '#shared/screen/codes.ts'

/** Codes of one channel: sample k is `codes[first + k * stride]`. */
export interface Signal {
  readonly codes: Int16Array
  readonly first: number
  /** Channels that are interleaved in `codes`. */
  readonly stride: number
  /** Samples. */
  readonly length: number
  readonly sampleRateHz: number
  /** Volts of a code are (code + offsetCodes) * voltsPerCode. Negative: the channel is inverted. */
  readonly voltsPerCode: number
  readonly offsetCodes: number
}

/** The lowest and the highest code of a stretch. */
export interface Extremes {
  readonly min: number
  readonly max: number
}

export function extremesOf({ codes, first, stride, length }: Signal): Extremes {
  let min = maxCode
  let max = minCode
  const end = first + length * stride
  for (let at = first; at < end; at += stride) {
    const code = codes[at]!
    if (code < min) min = code
    if (code > max) max = code
  }
  return { min, max }
}

/** Sum of the codes, and of their squares; both are exact up to 2^22 samples. */
export interface Sums {
  readonly sum: number
  readonly squares: number
}

/** @param from first sample, `until` one behind the last */
export function sumsOf({ codes, first, stride }: Signal, from: number, until: number): Sums {
  let sum = 0
  let squares = 0
  const end = first + until * stride
  for (let at = first + from * stride; at < end; at += stride) {
    const code = codes[at]!
    sum += code
    squares += code * code
  }
  return { sum, squares }
}

/** Code of a sample. */
export function codeAt({ codes, first, stride }: Signal, sample: number): number {
  return codes[first + sample * stride]!
}

/**
 * The signal with a positive scale. Of an inverted one the codes are copied as their complement, ~code = -code - 1, which
 * stays within 16 bits, and the offset is changed by that 1.
 */
export function upright(signal: Signal): Signal {
  const { codes, first, stride, length, voltsPerCode, offsetCodes } = signal
  if (voltsPerCode >= 0) return signal
  const turned = new Int16Array(length)
  for (let k = 0; k < length; k++) turned[k] = ~codes[first + k * stride]!
  return {
    ...signal,
    codes: turned,
    first: 0,
    stride: 1,
    voltsPerCode: -voltsPerCode,
    offsetCodes: 1 - offsetCodes,
  }
}
