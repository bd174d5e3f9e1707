// Where on the record that is on the screen a measurement is taken: measured there anew, as on any other record.
import type { MeasuredMark } from '#shared/frame/measured.ts'
import type { MeasurementName } from '#shared/kinds/measurements.ts'
import type { AnalysedFormat } from '../../stream/format.ts'
import { markOf } from '../found/marks.ts'
import type { RecordReader, Stretch } from '../record/record-reader.ts'
import { Waveform } from '../record/waveform.ts'
import type { MeasuredRow } from './measured-row.ts'

/** A measurement whose place is wanted, by the scan indexes of its channels. */
export interface MarkedRow {
  readonly name: MeasurementName
  readonly scanIndex: number
  readonly to: number | null
}

/** What is on the screen, in samples with fractions. */
export interface ShownStretch {
  readonly first: number
  readonly end: number
  /** That of several results which lies nearest to it is marked. */
  readonly reference: number
}

/** Of a longer record only so many samples around the reference are measured: more would take the time of the next frames. */
const mostScans = 1 << 17
/** Fewer are no record. */
const leastScans = 4

export interface FoundMark {
  readonly mark: MeasuredMark
  /** The oldest sample that was read for it. */
  readonly oldestRead: number
}

export class Marker {
  readonly #reader: RecordReader
  /** Those that are measured, with the scales of their channels. */
  readonly #rows: () => readonly MeasuredRow[]

  constructor(reader: RecordReader, rows: () => readonly MeasuredRow[]) {
    this.#reader = reader
    this.#rows = rows
  }

  /**
   * @param oldest samples from here up to `newest` are in memory
   * @returns null: it is not measured, or has no result there
   */
  find(
    wanted: MarkedRow,
    shown: ShownStretch,
    format: AnalysedFormat,
    { oldest, newest }: { readonly oldest: number; readonly newest: number },
  ): FoundMark | null {
    const { name, scanIndex, to } = wanted
    const row = this.#rows().find(
      (one) => one.name === name && one.of.scanIndex === scanIndex && (one.to?.scanIndex ?? null) === to,
    )
    if (row === undefined) return null
    const most = Math.min(mostScans, this.#reader.longest(format))
    const [begin, end] = [Math.max(oldest, Math.floor(shown.first)), Math.min(newest, Math.ceil(shown.end))]
    const from = Math.max(begin, Math.min(end - most, Math.floor(shown.reference - most / 2)))
    const stretch = this.#longestStretch(from, Math.min(end, from + most))
    if (stretch === null) return null
    const record = this.#reader.read(stretch, format, row.to === null ? [row.of] : [row.of, row.to])
    const signal = record?.get(scanIndex)
    const second = to === null ? signal : record?.get(to)
    if (signal === undefined || second === undefined) return null
    const wave = new Waveform(signal)
    const other = to === null ? wave : new Waveform(second)
    const found = markOf(name, wave, other, shown.reference - stretch.first)
    if (found === null) return null
    const mark = { ...found, instants: found.instants.map((at) => stretch.first + at) }
    return { mark, oldestRead: stretch.first }
  }

  /** Without a gap. */
  #longestStretch(from: number, end: number): Stretch | null {
    let longest: Stretch | null = null
    for (let at = from; at < end; ) {
      const stretch = this.#reader.stretchFrom(at, end, end - at)
      if (stretch === null) break
      if (stretch.end - stretch.first > (longest === null ? leastScans : longest.end - longest.first)) longest = stretch
      at = stretch.end
    }
    return longest
  }
}
