// Measurements along the voltage axis. All are in volts, or shares of the amplitude.
import type { NoResult } from '#shared/kinds/measurements.ts'
import type { CodeRun } from '../record/code-run.ts'
import { type Found, given, type Waveform } from '../record/waveform.ts'

/** The highest sample. Exact. */
export function highest(wave: Waveform): Found {
  return wave.isClippedHigh ? 'clipped' : wave.volts(wave.extremes.max)
}

/** The lowest sample. Exact. */
export function lowest(wave: Waveform): Found {
  return wave.isClippedLow ? 'clipped' : wave.volts(wave.extremes.min)
}

/** Highest less lowest sample. Exact. */
export function peakToPeak(wave: Waveform): Found {
  return wave.isClipped ? 'clipped' : wave.voltsOf(wave.extremes.max - wave.extremes.min)
}

/** The upper state level (IEEE 181-2011, 5.2). Tolerance: see `levelsOf`. */
export function topOf(wave: Waveform): Found {
  return wave.isClippedHigh ? 'clipped' : given(wave.levels, ({ top }) => wave.volts(top))
}

/** The lower state level (IEEE 181-2011, 5.2). Tolerance: see `levelsOf`. */
export function baseOf(wave: Waveform): Found {
  return wave.isClippedLow ? 'clipped' : given(wave.levels, ({ base }) => wave.volts(base))
}

/** Top less base (IEEE 181-2011, 5.2). Tolerance: see `levelsOf`. */
export function amplitudeOf(wave: Waveform): Found {
  return wave.isClipped ? 'clipped' : given(wave.levels, ({ top, base }) => wave.voltsOf(top - base))
}

/** Highest sample less top, as a share of the amplitude (IEEE 181-2011, 5.2.4). Noise adds its peaks. */
export function overshootOf(wave: Waveform): Found {
  if (wave.isClipped) return 'clipped'
  return given(wave.levels, ({ top, base }) => (wave.extremes.max - top) / (top - base))
}

/** Base less lowest sample, as a share of the amplitude (IEEE 181-2011, 5.2.4). Noise adds its peaks. */
export function undershootOf(wave: Waveform): Found {
  if (wave.isClipped) return 'clipped'
  return given(wave.levels, ({ top, base }) => (base - wave.extremes.min) / (top - base))
}

/** The mean of all samples of the record, whole periods or not. Exact. */
export function meanOf(wave: Waveform): Found {
  return wave.isClipped ? 'clipped' : wave.volts(wave.sums.sum / wave.length)
}

/** The root of the mean square of all samples. Exact. */
export function rmsOf(wave: Waveform): Found {
  return wave.isClipped ? 'clipped' : wave.voltsOf(rootMeanSquare(wave.sums, wave.length, wave.signal.offsetCodes))
}

/** The RMS of all samples without their mean: their standard deviation. Exact. */
export function acRmsOf(wave: Waveform): Found {
  const { sum } = wave.sums
  const { length } = wave
  return wave.isClipped ? 'clipped' : wave.voltsOf(rootMeanSquare(wave.sums, length, -sum / length))
}

/** The sum of all samples times the time between two: volts by seconds, over the whole record. Exact. */
export function areaOf(wave: Waveform): Found {
  return given(meanOf(wave) as number | NoResult, (mean) => mean * wave.seconds(wave.length))
}

/** The mean over whole periods: from the first rising edge to the last. Tolerance: 1 / n^2 of the amplitude with n samples a period. */
export function cycleMeanOf(wave: Waveform): Found {
  return overCycles(wave, ({ sum }, samples) => wave.volts(sum / samples))
}

/** The RMS over whole periods, as {@link cycleMeanOf}. */
export function cycleRmsOf(wave: Waveform): Found {
  return overCycles(wave, (sums, samples) => wave.voltsOf(rootMeanSquare(sums, samples, wave.signal.offsetCodes)))
}

interface CodeSums {
  readonly sum: number
  readonly squares: number
}

/** Root of the mean of (code + offset) squared. */
function rootMeanSquare({ sum, squares }: CodeSums, samples: number, offset: number): number {
  return Math.sqrt(Math.max(0, (squares + 2 * offset * sum) / samples + offset * offset))
}

function overCycles(wave: Waveform, figure: (sums: CodeSums, samples: number) => number): Found {
  if (wave.isClipped) return 'clipped'
  return given(wave.rises, (rises) => {
    if (rises.length < 2) return 'fewRises'
    const from = rises[0]!
    const until = rises.at(-1)!
    return figure(integral(wave.signal.run, from, until), until - from)
  })
}

/** The area below the lines through the samples, and below their squares, between two instants. */
function integral(run: CodeRun, from: number, until: number): CodeSums {
  const first = Math.ceil(from)
  const last = Math.floor(until)
  const inner = run.sums(first, last + 1)
  const begin = run.at(first)
  const end = run.at(last)
  const atFrom = between(run, from)
  const atUntil = between(run, until)
  const head = first - from
  const tail = until - last
  return {
    sum: inner.sum - (begin + end) / 2 + (head * (atFrom + begin) + tail * (end + atUntil)) / 2,
    squares:
      inner.squares -
      (begin * begin + end * end) / 2 +
      (head * (atFrom * atFrom + begin * begin) + tail * (end * end + atUntil * atUntil)) / 2,
  }
}

function between(run: CodeRun, instant: number): number {
  const before = Math.floor(instant)
  const share = instant - before
  const code = run.at(before)
  return share === 0 ? code : code + share * (run.at(before + 1) - code)
}
