// A look at the newest record of every channel: all that can be measured of one channel, once.
import type { MeasuredValues, MeasurementName } from '#shared/kinds/measurements.ts'
import { isBetween, measurementNames } from '#shared/kinds/measurements.ts'
import type { AnalysedFormat } from '../../stream/format.ts'
import { measures } from '../found/measures.ts'
import type { ChannelScale, RecordReader, Stretch } from '../record/record-reader.ts'
import { type Found, Waveform } from '../record/waveform.ts'
import { firstScans } from './channel-measurer.ts'

export interface NewestFigures {
  readonly scanIndex: number
  readonly values: MeasuredValues
}

/** Rising edges that a record should have. */
const enoughRises = 3

/** @param oldest samples from here up to `end` are in memory */
export function measureNewest(
  reader: RecordReader,
  format: AnalysedFormat,
  channels: readonly ChannelScale[],
  oldest: number,
  end: number,
): NewestFigures[] {
  return channels.flatMap((scale) => {
    const wave = newestWave(reader, format, scale, oldest, end)
    if (wave === null) return []
    const values = measurementNames
      .filter((name) => !isBetween(name))
      .map((name): [MeasurementName, number | null] => [name, meanOf(measures[name](wave, wave))])
    return [{ scanIndex: scale.scanIndex, values: Object.fromEntries(values) }]
  })
}

/** The shortest record that has edges, else the longest. */
function newestWave(
  reader: RecordReader,
  format: AnalysedFormat,
  scale: ChannelScale,
  oldest: number,
  end: number,
): Waveform | null {
  const longest = reader.longest(format)
  for (let scans = Math.min(longest, firstScans(format.samplingFrequencyHz)); ; scans *= 2) {
    const stretch = newestStretch(reader, Math.max(oldest, end - scans), end)
    const signal = stretch && reader.read(stretch, format, [scale])?.get(scale.scanIndex)
    if (stretch === null || signal === null || signal === undefined) return null
    const wave = new Waveform(signal)
    const { rises } = wave
    const isLongest = stretch.end - stretch.first < scans || scans * 2 > longest
    if (isLongest || typeof rises === 'string' || rises.length >= enoughRises) return wave
  }
}

/** What lies behind the last gap. */
function newestStretch(reader: RecordReader, from: number, end: number): Stretch | null {
  let stretch = reader.stretchFrom(from, end, end - from)
  while (stretch !== null && stretch.end < end) stretch = reader.stretchFrom(stretch.end, end, end - stretch.end)
  return stretch
}

function meanOf(found: Found): number | null {
  if (typeof found === 'string') return null
  return typeof found === 'number' ? found : found.reduce((sum, one) => sum + one, 0) / found.length
}
