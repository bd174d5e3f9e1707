// How often a channel repeats itself, from its edges sample by sample, or from its envelope when it is slow.
import type { ColumnReader } from '../../envelope/column-reader.ts'
import type { AnalysisKernels } from '../../stream/kernels-used.ts'
import { maxChannels, maxColumns } from '../../stream/limits.ts'
import type { MemoryLayout } from '../../stream/memory-layout.ts'
import { tileBytes } from '../../stream/tile.ts'
import type { Acquisition } from '../../trigger/acquisition.ts'
import { claimEdges, type EdgeMemory } from '../../trigger/kinds/edge-search.ts'

export interface SummaryTools {
  readonly buffer: SharedArrayBuffer
  readonly kernels: AnalysisKernels
  readonly memory: SummaryMemory
  readonly reader: ColumnReader
}

export interface SummaryMemory {
  /** An envelope. */
  readonly columns: number
  /** f64 pairs per channel. */
  readonly moments: number
  /** Of an edge search beside that of the trigger. */
  readonly edges: EdgeMemory
}

export function claimSummary(layout: MemoryLayout): SummaryMemory {
  return {
    columns: layout.take((maxColumns + 1) * maxChannels * 4),
    moments: layout.take(maxChannels * 16),
    edges: claimEdges(layout),
  }
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
  { kernels, memory, buffer }: SummaryTools,
  { format, blocks }: Acquisition,
  { channel, first, scans: length }: Stretch,
  level: number,
  hysteresis: number,
): Rhythm | null {
  const channels = format.scanIndexes.length
  const words = new Uint32Array(buffer)
  const { state, offsets } = memory.edges
  words.fill(0, state / 4, state / 4 + 3)
  let last = Number.NaN
  let periods = 0
  let sum = 0
  let squares = 0
  const pieceScans = Math.floor(tileBytes / (channels * 2))
  blocks.forEachRun(first, first + length, channels * 2, (address, sample, scans) => {
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
        offsets,
        piece,
      )
      for (let k = 0; k < found; k++) {
        const at = sample + done + words[offsets / 4 + k]!
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
  return { frequencyHz: format.samplingFrequencyHz / mean, periods, spread }
}

/** Rises of the envelope from its lower to its upper quarter, column by column. Null with fewer than two. */
export function envelopeFrequency(
  { buffer, memory, reader }: SummaryTools,
  { channel, first, scans }: Stretch,
  channels: number,
  extent: { readonly min: number; readonly max: number },
  rate: number,
): number | null {
  const { min, max } = extent
  const width = Math.ceil(scans / maxColumns)
  const columns = Math.floor(scans / width)
  reader.read(first, width, columns, channels, memory.columns)
  const codes = new Int16Array(buffer)
  const low = min + (max - min) / 4
  const high = max - (max - min) / 4
  let armed = false
  const rises: number[] = []
  for (let column = 0; column < columns; column++) {
    const at = memory.columns / 2 + (column * channels + channel) * 2
    if (codes[at]! > codes[at + 1]! || min === max) continue
    if (armed && codes[at + 1]! >= high) {
      rises.push(column)
      armed = false
    } else if (codes[at]! <= low) armed = true
  }
  return rises.length < 2 ? null : ((rises.length - 1) / ((rises.at(-1)! - rises[0]!) * width)) * rate
}
