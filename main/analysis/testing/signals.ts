// Signals whose figures are known in closed form, sampled into codes.

import { maxCode, minCode } from '#shared/screen/codes.ts'
import { seeded } from '#shared/testing/seeded.ts'

/** Codes of one channel: sample k is `codes[first + k * stride]`. */
export interface SampledSignal {
  readonly codes: Int16Array
  readonly first: number
  /** Channels that are interleaved in `codes`. */
  readonly stride: number
  /** Samples. */
  readonly length: number
  readonly sampleRateHz: number
  /** Volts of a code are (code + offsetCodes) * voltsPerCode. */
  readonly voltsPerCode: number
  readonly offsetCodes: number
}

/** Normal random numbers of mean 0 and deviation 1 (Box and Muller). */
export function normal(seed: number): () => number {
  const random = seeded(seed)
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

export interface Sampling {
  readonly sampleRateHz?: number
  readonly samples?: number
  readonly voltsPerCode?: number
  readonly offsetCodes?: number
  /** Standard deviation of white noise, volts. */
  readonly noise?: number
  readonly seed?: number
  /** Channels in the scan, and the place of this one; the others are filled with what must not be read. */
  readonly stride?: number
  readonly place?: number
}

/** Samples `volts`, a function of seconds; what is beyond the range is clipped, as a converter does. */
export function sampled(volts: (seconds: number) => number, sampling: Sampling = {}): SampledSignal {
  const { sampleRateHz = 1e6, samples = 4000, voltsPerCode = 1e-4, offsetCodes = 0 } = sampling
  const { noise = 0, seed = 1, stride = 1, place = 0 } = sampling
  const chance = normal(seed)
  const codes = new Int16Array(samples * stride).fill(12_345)
  for (let k = 0; k < samples; k++) {
    const value = volts(k / sampleRateHz) + (noise > 0 ? noise * chance() : 0)
    const code = Math.round(value / voltsPerCode - offsetCodes)
    codes[k * stride + place] = Math.max(minCode, Math.min(maxCode, code))
  }
  return { codes, first: place, stride, length: samples, sampleRateHz, voltsPerCode, offsetCodes }
}

export function sine(frequencyHz: number, amplitude: number, offset = 0, phase = 0): (seconds: number) => number {
  return (seconds) => offset + amplitude * Math.sin(2 * Math.PI * frequencyHz * seconds + phase)
}

export interface Pulses {
  /** Seconds from a rising edge to the next, and from a 50 % crossing to the next falling one. */
  readonly period: number
  readonly width: number
  /** Seconds from base to top and back, straight lines. */
  readonly rise: number
  readonly fall: number
  readonly base: number
  readonly top: number
  /** Of the amplitude, behind each edge; it decays with {@link decay} seconds. */
  readonly overshoot?: number
  readonly undershoot?: number
  readonly decay?: number
  /** Seconds of the first 50 % crossing. */
  readonly begin?: number
}

/** A train of pulses with straight edges; the crossing of 50 % is in the middle of each. */
export function pulses(shape: Pulses): (seconds: number) => number {
  const { period, width, rise, fall, base, top, overshoot = 0, undershoot = 0, decay = 1e-6, begin = 0 } = shape
  const amplitude = top - base
  return (seconds) => {
    const since = seconds - begin + rise / 2
    const at = since - period * Math.floor(since / period)
    const fallsAt = rise / 2 + width - fall / 2
    if (at < rise) return base + amplitude * (at / rise)
    if (at < fallsAt) return top + amplitude * overshoot * Math.exp(-(at - rise) / decay)
    if (at < fallsAt + fall) return top - amplitude * ((at - fallsAt) / fall)
    return base - amplitude * undershoot * Math.exp(-(at - fallsAt - fall) / decay)
  }
}

/** A clock whose rising edges are at these instants, seconds, and whose falling ones are half a period behind. */
export function clock(
  edges: readonly number[],
  shape: { readonly half: number; readonly rise: number; readonly base: number; readonly top: number },
): (seconds: number) => number {
  const { half, rise, base, top } = shape
  let k = 0
  const ramp = (away: number): number => Math.max(0, Math.min(1, 0.5 + away / rise))
  return (seconds) => {
    while (k + 1 < edges.length && edges[k + 1]! - rise <= seconds) k++
    const away = seconds - edges[k]!
    return base + (top - base) * (ramp(away) - ramp(away - half))
  }
}
