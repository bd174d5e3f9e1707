// A cheap look at the newest data of every channel: what auto-set needs to choose a timebase, a level and a scale.

import type { ColumnReader } from './column-reader.ts'
import type { Intake } from './intake.ts'
import type { AnalysisKernels } from './kernels-used.ts'
import { maxColumns } from './limits.ts'
import { type MemoryPlan, pieceBytes } from './memory-plan.ts'
import type { ChannelSummary } from './types.ts'

/** Samples per channel whose every value is looked at; slower signals are judged by their envelope. */
const closeLookScans = 1 << 20
/** The longest stretch an auto-set looks back, in seconds. */
const longLookSeconds = 4

interface Tools {
  readonly buffer: SharedArrayBuffer
  readonly kernels: AnalysisKernels
  readonly plan: MemoryPlan
}

/** Summaries of all channels, in scan order. */
export function summarise(tools: Tools, intake: Intake): ChannelSummary[] {
  const { format, end, oldest, reader } = intake
  if (format === null || end === oldest) return []
  const channels = format.scanIndexes.length
  const rate = format.samplingFrequencyHz
  const long = Math.max(1, Math.min(end - oldest, Math.ceil(longLookSeconds * rate)))
  const close = Math.min(long, closeLookScans)
  const codes = new Int16Array(tools.buffer)
  reader.read(end - long, long, 1, channels, tools.plan.columns)
  const extremes = codes.slice(tools.plan.columns / 2, tools.plan.columns / 2 + 2 * channels)
  const means = meansOf(tools, intake, end - close, close, channels)
  return format.scanIndexes.map((scanIndex, channel) => {
    const min = extremes[2 * channel]!
    const max = extremes[2 * channel + 1]!
    const frequencyHz =
      closeFrequency(tools, intake, channel, end - close, (min + max) / 2, (max - min) / 4, rate) ??
      envelopeFrequency(tools, reader, channel, channels, end - long, long, min, max, rate) ??
      Number.NaN
    return { scanIndex, min, max, mean: means[channel]!, frequencyHz, samples: long }
  })
}

function meansOf(tools: Tools, intake: Intake, first: number, scans: number, channels: number): number[] {
  const sums = new Float64Array(tools.buffer, tools.plan.moments, 2 * channels)
  sums.fill(0)
  let seen = 0
  intake.blocks.forEachRun(first, first + scans, channels * 2, (address, _sample, run) => {
    tools.kernels.moments(address, channels, run, tools.plan.moments)
    seen += run
  })
  return Array.from({ length: channels }, (_, channel) => sums[2 * channel]! / seen)
}

/** Rising edges through the middle, sample by sample. Null with fewer than two. */
function closeFrequency(
  tools: Tools,
  intake: Intake,
  channel: number,
  first: number,
  level: number,
  hysteresis: number,
  rate: number,
): number | null {
  const channels = intake.format!.scanIndexes.length
  const words = new Uint32Array(tools.buffer)
  // A state of its own, behind that of the trigger; the offsets are free between two pieces of the pass.
  const state = tools.plan.edgeState + 16
  words.fill(0, state / 4, state / 4 + 3)
  words[state / 4 + 2] = 0
  let edges = 0
  let firstEdge = 0
  let lastEdge = 0
  const pieceScans = Math.floor(pieceBytes / (channels * 2))
  intake.blocks.forEachRun(first, intake.end, channels * 2, (address, sample, scans) => {
    for (let done = 0; done < scans; done += pieceScans) {
      const piece = Math.min(pieceScans, scans - done)
      const found = tools.kernels.findEdges(
        address + done * channels * 2,
        channels,
        channel,
        piece,
        Math.round(level),
        Math.max(1, Math.round(hysteresis)),
        1,
        1,
        state,
        tools.plan.edges,
        piece,
      )
      if (found === 0) continue
      if (edges === 0) firstEdge = sample + done + words[tools.plan.edges / 4]!
      lastEdge = sample + done + words[tools.plan.edges / 4 + found - 1]!
      edges += found
    }
  })
  return edges < 2 ? null : ((edges - 1) / (lastEdge - firstEdge)) * rate
}

/** Rises of the envelope from its lower to its upper quarter, column by column. Null with fewer than two. */
function envelopeFrequency(
  tools: Tools,
  reader: ColumnReader,
  channel: number,
  channels: number,
  first: number,
  scans: number,
  min: number,
  max: number,
  rate: number,
): number | null {
  const width = Math.ceil(scans / maxColumns)
  const columns = Math.floor(scans / width)
  reader.read(first, width, columns, channels, tools.plan.columns)
  const codes = new Int16Array(tools.buffer)
  const low = min + (max - min) / 4
  const high = max - (max - min) / 4
  let armed = false
  const rises: number[] = []
  for (let column = 0; column < columns; column++) {
    const at = tools.plan.columns / 2 + (column * channels + channel) * 2
    if (codes[at]! > codes[at + 1]! || min === max) continue
    if (armed && codes[at + 1]! >= high) {
      rises.push(column)
      armed = false
    } else if (codes[at]! <= low) armed = true
  }
  return rises.length < 2 ? null : ((rises.length - 1) / ((rises.at(-1)! - rises[0]!) * width)) * rate
}
