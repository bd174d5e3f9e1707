// What an acquisition mode draws in the place of the samples: means of columns, or a trace of records; and why, where there is none.
import { type Acquired, encodeAcquired } from '#shared/frame/acquired.ts'
import { type FrameSection, sectionKind } from '#shared/frame/sections.ts'
import { type AcquisitionName, bitsGained } from '#shared/kinds/acquisitions.ts'
import type { RecordPart } from '../acquisition/record-part.ts'
import type { Acquisition } from '../trigger/acquisition.ts'
import type { Geometry } from './frame-geometry.ts'
import type { View, ViewWindow } from './view.ts'

/** Records are drawn where the frame hangs on a trigger. */
interface Shown {
  readonly geometry: Geometry
  readonly window: ViewWindow
  readonly view: Pick<View, 'recordWindow'>
  /** Of the trigger, a sample index with a fraction. */
  readonly instant: number
  readonly now: Acquisition
}

type Described = Omit<Acquired, 'mode'>
const nothing = { records: 0, wanted: 0, bitsGained: 0, share: 1, first: 0, step: 1, points: 0 } as const

export class AcquiredTrace {
  readonly #records: RecordPart
  #isBehind = false

  constructor(records: RecordPart) {
    this.#records = records
  }

  /** The last frame left samples out that it had no time for. */
  get isBehind(): boolean {
    return this.#isBehind
  }

  /** What was read for the last frame was given back meanwhile. */
  forget(): void {
    this.#records.sums.forget()
  }

  /** Adds it where there is a mode. @returns the oldest sample that was read from a block; Infinity when none was */
  addTo(sections: FrameSection[], shown: Shown): number {
    const mode: AcquisitionName = this.#records.mode
    this.#isBehind = false
    if (mode === 'sample') return Number.POSITIVE_INFINITY
    const { described, oldestRead } =
      mode === 'highres'
        ? this.#means(sections, shown)
        : { described: this.#ofRecords(sections, shown), oldestRead: Number.POSITIVE_INFINITY }
    const data = encodeAcquired({ mode, ...described })
    sections.push({ kind: sectionKind.acquisition, channel: 0, data })
    return oldestRead
  }

  #means(sections: FrameSection[], { geometry, now }: Shown): { described: Described; oldestRead: number } {
    const { form, first, width, points, from, until } = geometry
    if (form === 'raw' || width === 1)
      return { described: { ...nothing, state: 'fine' }, oldestRead: Number.POSITIVE_INFINITY }
    const { sums: reader } = this.#records
    const oldestRead = reader.read(first, width, points, now.newest)
    this.#isBehind = reader.isBehind
    const { sums, counts } = reader
    const { scanIndexes } = now.format
    scanIndexes.forEach((channel, place) => {
      // Of no samples: NaN.
      const values = Float32Array.from({ length: points }, (_, k) => sums[k * scanIndexes.length + place]! / counts[k]!)
      sections.push({ kind: sectionKind.acquired, channel, data: new Uint8Array(values.buffer) })
    })
    const captured = until - from - now.gaps.missing(from, until)
    let taken = 0
    for (let k = 0; k < points; k++) taken += counts[k]!
    return {
      oldestRead,
      described: {
        ...nothing,
        state: 'drawn',
        bitsGained: bitsGained(width),
        share: captured > 0 ? Math.min(1, taken / captured) : 1,
        first: first + (width - 1) / 2,
        step: width,
        points,
      },
    }
  }

  #ofRecords(sections: FrameSection[], { window, view, instant, now }: Shown): Described {
    const { format, running } = now
    const trace = this.#records.trace()
    const wanted = this.#records.wanted
    if (window.anchor === 'past') return { ...nothing, wanted, state: 'past' }
    if (window.anchor !== 'trigger') return { ...nothing, wanted, state: 'untriggered' }
    // While the capture stands still the last trace stays, however it is looked at.
    const isOther = running && !this.#records.isOf(view.recordWindow(format.samplingFrequencyHz))
    if (trace === null || isOther) return { ...nothing, wanted, state: isOther ? 'other' : 'none' }
    const { grid, records, equalRecords, share } = trace
    format.scanIndexes.forEach((channel, place) => {
      sections.push({ kind: sectionKind.acquired, channel, data: new Uint8Array(trace.values(place).buffer) })
    })
    return {
      state: 'drawn',
      records,
      wanted,
      bitsGained: this.#records.mode === 'average' ? bitsGained(equalRecords * grid.step) : 0,
      share,
      first: instant + grid.first + (grid.step - 1) / 2,
      step: grid.step,
      points: grid.points,
    }
  }
}
