// The edges of a signal: where it goes from one state to the other, and how long that takes.
import type { CodeRun } from './code-run.ts'
import type { Levels } from './levels.ts'

/** Edges in order; they alternate. Instants are in samples from the begin of the record, between the samples. */
export interface Edges {
  /** Whether the first one rises. */
  readonly risesFirst: boolean
  /** Instants of the 50 % level. */
  readonly at: Float64Array
}

/** An edge counts when the signal comes from so far beyond the 50 % level and gets as far beyond it, as a share of the amplitude. */
const hysteresis = 0.2

/** The code at a share of the amplitude: 0 is base, 1 is top. */
export const levelAt = ({ base, top }: Levels, share: number): number => base + share * (top - base)

/**
 * The crossings of the 50 % level (IEEE 181-2011, 5.3), each once: an edge leads from below 30 % to above 70 %, or back. The
 * instant is interpolated on the line between the two samples around the crossing; noise that crosses the level several
 * times in one edge gives the mean of these instants.
 *
 * Tolerance: exact for straight edges; for a sine of n samples a period below 2 / n^2 samples.
 */
export function edgesOf(run: CodeRun, levels: Levels): Edges {
  const low = Math.floor(levelAt(levels, 0.5 - hysteresis))
  const high = Math.ceil(levelAt(levels, 0.5 + hysteresis))
  const pieces: Float64Array[] = []
  const risesFirst = run.edges(low, high, levelAt(levels, 0.5), (instants) => pieces.push(instants.slice()))
  return { risesFirst, at: joined(pieces) }
}

function joined(pieces: readonly Float64Array[]): Float64Array {
  if (pieces.length === 1) return pieces[0]!
  const all = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** Durations of the edges of one direction, in samples. */
export interface Transitions {
  readonly rising: Float64Array
  readonly falling: Float64Array
}

/**
 * From the 10 % to the 90 % level of each edge, and back (IEEE 181-2011, 5.3.4): the crossings that lie nearest to that of 50 %,
 * interpolated. An edge that begins or ends outside the record, or does not reach both levels, is left out.
 *
 * @param skip edges at the end that are left out
 *
 * Tolerance: where an edge takes n samples, 1.5 / n of a sample: its ends lie between two.
 */
export function transitionsOf(run: CodeRun, levels: Levels, { at, risesFirst }: Edges, skip = 0): Transitions {
  const durations = run.transitions(at, risesFirst, levelAt(levels, 0.1), levelAt(levels, 0.9))
  const counted = at.length - skip
  const [first, second] = [everySecond(durations, 0, counted), everySecond(durations, 1, counted)]
  return risesFirst ? { rising: first, falling: second } : { rising: second, falling: first }
}

/** Every second value from `first` on, before `end`, that is a number. */
function everySecond(values: Float64Array, first: number, end: number): Float64Array {
  const found = new Float64Array(Math.max(0, (end - first + 1) >> 1))
  let count = 0
  for (let k = first; k < end; k += 2) if (!Number.isNaN(values[k]!)) found[count++] = values[k]!
  return found.subarray(0, count)
}

/**
 * From where to where an edge goes between the 10 % and the 90 % level, in samples: the transition of {@link transitionsOf}
 * itself. Null where it does not reach both.
 */
export function transitionSpan(
  run: CodeRun,
  levels: Levels,
  { at, risesFirst }: Edges,
  k: number,
): { readonly from: number; readonly until: number } | null {
  const up = risesFirst === (k % 2 === 0)
  const [near, far] = [levelAt(levels, up ? 0.1 : 0.9), levelAt(levels, up ? 0.9 : 0.1)]
  const isBefore = (code: number, level: number): boolean => (up ? code <= level : code >= level)
  const least = Math.floor(at[k - 1] ?? 0)
  let from = Math.floor(at[k]!)
  while (from >= least && !isBefore(run.at(from), near)) from--
  const most = Math.min(run.length - 1, Math.ceil(at[k + 1] ?? run.length - 1))
  let until = Math.ceil(at[k]!)
  while (until <= most && isBefore(run.at(until), far) && run.at(until) !== far) until++
  if (from < least || until > most) return null
  return { from: crossing(run, from, near), until: crossing(run, until - 1, far) }
}

/** Where the line from a sample to the next meets a level; within the two. */
function crossing(run: CodeRun, sample: number, level: number): number {
  if (sample < 0 || sample + 1 >= run.length) return Math.max(0, sample)
  const [code, next] = [run.at(sample), run.at(sample + 1)]
  return sample + (next === code ? 0 : Math.max(0, Math.min(1, (level - code) / (next - code))))
}
