// The edges of a signal: where it goes from one state to the other, and how long that takes.
import type { Levels } from './levels.ts'
import { codeAt, type Signal } from './signal.ts'

/** Edges in order; they alternate. Instants are in samples from the begin of the record, between the samples. */
export interface Edges {
  /** Whether the first one rises. */
  readonly risesFirst: boolean
  /** Instants of the 50 % level. */
  readonly at: Float64Array
}

/** An edge counts when the signal comes from so far beyond the 50 % level and gets as far beyond it, as a share of the amplitude. */
const hysteresis = 0.2

const levelAt = ({ base, top }: Levels, share: number): number => base + share * (top - base)

/**
 * The crossings of the 50 % level (IEEE 181-2011, 5.3), each once: an edge leads from below 30 % to above 70 %, or back. The
 * instant is interpolated on the line between the two samples around the crossing; noise that crosses the level several
 * times in one edge gives the mean of these instants.
 *
 * Tolerance: exact for straight edges; for a sine of n samples a period below 2 / n^2 samples.
 */
export function edgesOf(signal: Signal, levels: Levels): Edges {
  const { codes, first, stride, length } = signal
  const middle = levelAt(levels, 0.5)
  const low = levelAt(levels, 0.5 - hysteresis)
  const high = levelAt(levels, 0.5 + hysteresis)
  const at: number[] = []
  const end = first + length * stride
  let place = first
  while (place < end && codes[place]! > low && codes[place]! < high) place += stride
  let isHigh = place < end && codes[place]! >= high
  const risesFirst = !isHigh
  while (place < end) {
    if (isHigh) while (place < end && codes[place]! > low) place += stride
    else while (place < end && codes[place]! < high) place += stride
    if (place >= end) break
    at.push(instantBefore(signal, (place - first) / stride, middle, isHigh ? high : low, isHigh))
    isHigh = !isHigh
  }
  return { risesFirst, at: Float64Array.from(at) }
}

/** The mean instant at which the signal crosses `middle` between its last sample beyond `left` and sample `until`. */
function instantBefore(signal: Signal, until: number, middle: number, left: number, falls: boolean): number {
  let sum = 0
  let count = 0
  for (let sample = until; sample > 0; sample--) {
    const after = codeAt(signal, sample)
    const before = codeAt(signal, sample - 1)
    if (before < middle !== after < middle) {
      sum += sample - 1 + (middle - before) / (after - before)
      count++
    }
    if (falls ? before >= left : before <= left) break
  }
  return sum / count
}

/** Durations of the edges of one direction, in samples. */
export interface Transitions {
  readonly rising: readonly number[]
  readonly falling: readonly number[]
}

/**
 * From the 10 % to the 90 % level of each edge, and back (IEEE 181-2011, 5.3.4): the crossings that lie nearest to that of 50 %,
 * interpolated. An edge that begins or ends outside the record, or does not reach both levels, is left out.
 *
 * @param skip edges at the end that are left out
 *
 * Tolerance: where an edge takes n samples, 1.5 / n of a sample: its ends lie between two.
 */
export function transitionsOf(signal: Signal, levels: Levels, { at, risesFirst }: Edges, skip = 0): Transitions {
  const rising: number[] = []
  const falling: number[] = []
  const near = levelAt(levels, 0.1)
  const far = levelAt(levels, 0.9)
  for (let k = 0; k < at.length - skip; k++) {
    const rises = risesFirst === (k % 2 === 0)
    const from = k === 0 ? 0 : Math.floor(at[k - 1]!)
    const until = k + 1 === at.length ? signal.length - 1 : Math.ceil(at[k + 1]!)
    const begin = backTo(signal, at[k]!, from, rises ? near : far, rises)
    const end = onTo(signal, at[k]!, until, rises ? far : near, rises)
    if (begin !== null && end !== null) (rises ? rising : falling).push(end - begin)
  }
  return { rising, falling }
}

function backTo(signal: Signal, from: number, least: number, level: number, rises: boolean): number | null {
  for (let sample = Math.floor(from); sample >= least; sample--) {
    const before = codeAt(signal, sample)
    if (rises ? before > level : before < level) continue
    const after = codeAt(signal, sample + 1)
    return sample + (after === before ? 0 : Math.min(1, (level - before) / (after - before)))
  }
  return null
}

function onTo(signal: Signal, from: number, most: number, level: number, rises: boolean): number | null {
  for (let sample = Math.ceil(from); sample <= most; sample++) {
    const after = codeAt(signal, sample)
    if (rises ? after < level : after > level) continue
    const before = sample === 0 ? after : codeAt(signal, sample - 1)
    return sample - (after === before ? 0 : Math.min(1, (after - level) / (after - before)))
  }
  return null
}
