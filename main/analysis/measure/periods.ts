// How often a channel repeats itself, from its edges sample by sample, or from its envelope when it is slow.
import type { ColumnReader } from '../envelope/column-reader.ts'
import type { Intake } from '../pass/intake.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxColumns } from '../stream/limits.ts'
import { type MemoryPlan, pieceBytes } from '../thread/memory-plan.ts'

export interface SummaryTools {
  readonly buffer: SharedArrayBuffer
  readonly kernels: AnalysisKernels
  readonly plan: MemoryPlan
}

/** A stretch of one channel. */
export interface Stretch {
  /** Place of the channel in the scan. */
  readonly channel: number
  readonly first: number
  readonly scans: number
}

export interface Rhythm {
  readonly frequencyHz: number
  readonly periods: number
  /** Spread of the periods over their mean: 0 of a clock; about 1 of noise. */
  readonly spread: number
}

/**
 * Rising edges through `level`, sample by sample.
 * @param hysteresis codes by which the signal must have been below the level before
 * @returns null with fewer than two edges
 */
export function edgeRhythm(
  tools: SummaryTools,
  intake: Intake,
  { channel, first, scans: length }: Stretch,
  level: number,
  hysteresis: number,
): Rhythm | null {
  const { kernels, plan, buffer } = tools
  const channels = intake.format!.scanIndexes.length
  const words = new Uint32Array(buffer)
  // A state of its own, behind that of the trigger; the offsets are free between two pieces of the pass.
  const state = plan.edgeState + 16
  words.fill(0, state / 4, state / 4 + 3)
  let last = Number.NaN
  let periods = 0
  let sum = 0
  let squares = 0
  const pieceScans = Math.floor(pieceBytes / (channels * 2))
  intake.blocks.forEachRun(first, first + length, channels * 2, (address, sample, scans) => {
    for (let done = 0; done < scans; done += pieceScans) {
      const piece = Math.min(pieceScans, scans - done)
      const found = kernels.findEdges(
        address + done * channels * 2,
        channels,
        channel,
        piece,
        Math.round(level),
        Math.max(1, Math.round(hysteresis)),
        1,
        1,
        state,
        plan.edges,
        piece,
      )
      for (let k = 0; k < found; k++) {
        const at = sample + done + words[plan.edges / 4 + k]!
        const period = at - last
        last = at
        if (Number.isNaN(period)) continue
        periods++
        sum += period
        squares += period * period
      }
    }
  })
  if (periods === 0) return null
  const mean = sum / periods
  const spread = Math.sqrt(Math.max(0, squares / periods - mean * mean)) / mean
  return { frequencyHz: intake.format!.samplingFrequencyHz / mean, periods, spread }
}

/** Rises of the envelope from its lower to its upper quarter, column by column. Null with fewer than two. */
export function envelopeFrequency(
  { buffer, plan }: SummaryTools,
  reader: ColumnReader,
  { channel, first, scans }: Stretch,
  channels: number,
  extent: { readonly min: number; readonly max: number },
  rate: number,
): number | null {
  const { min, max } = extent
  const width = Math.ceil(scans / maxColumns)
  const columns = Math.floor(scans / width)
  reader.read(first, width, columns, channels, plan.columns)
  const codes = new Int16Array(buffer)
  const low = min + (max - min) / 4
  const high = max - (max - min) / 4
  let armed = false
  const rises: number[] = []
  for (let column = 0; column < columns; column++) {
    const at = plan.columns / 2 + (column * channels + channel) * 2
    if (codes[at]! > codes[at + 1]! || min === max) continue
    if (armed && codes[at + 1]! >= high) {
      rises.push(column)
      armed = false
    } else if (codes[at]! <= low) armed = true
  }
  return rises.length < 2 ? null : ((rises.length - 1) / ((rises.at(-1)! - rises[0]!) * width)) * rate
}
