// A text file as a stream: all its signals at once, as codes, from the first row to the last. What the numbers are is known only
// behind the last one, so each column is read once before the first sample is given; nothing of it is kept.
import { fail, say } from '#shared/errors.ts'
import type { FileOptions } from '#shared/files/options.ts'
import { clampCode } from '#shared/screen/codes.ts'
import type { FrameStream } from '../plan.ts'
import type { Layout } from './layout.ts'
import { meaningOf } from './meaning.ts'
import { mostInSlice, readColumn, readColumnSlices } from './read-column.ts'
import { newSink } from './scan.ts'

/** Frames that are given at a time, at most. */
const framesAtOnce = 1 << 16

interface SignalColumn {
  readonly layout: Layout
  readonly codesPerNumber: number
  /** Up to the last number. */
  readonly samples: number
  /** What stands in for numbers that are missing at the begin. */
  readonly firstCode: number
  readonly notes: readonly string[]
}

/**
 * @param layouts of each signal, in the order of the file
 * @throws EINVAL with the line of what is no number, or without samples; EIO
 */
export function csvFrames(layouts: readonly Layout[], options: FileOptions, encoding: string): FrameStream {
  const columns = layouts.map((layout) => lookThrough(layout, options))
  const samples = Math.max(...columns.map((column) => column.samples))
  const count = columns.length
  if (samples === 0) fail('EINVAL', say`${layouts[0]!.source.path} holds no samples.`)
  return {
    format: 'csv',
    about: [encoding === 'UTF-8' ? '' : encoding, count === 1 ? '' : `${count} columns`].filter(Boolean).join(', '),
    forms: columns.map(() => ({ kind: 'int', bytes: 2, bigEndian: false, unsigned: false })),
    places: columns.map((_, k) => 2 * k),
    frameBytes: 2 * count,
    samples,
    rateHz: layouts[0]!.rateHz,
    notes: [...new Set(columns.flatMap(({ notes }) => notes))],
    areCodes: true,
    slices: () => framesOf(columns, samples),
  }
}

function lookThrough(layout: Layout, options: FileOptions): SignalColumn {
  const facts = newSink(null)
  const { isCut } = readColumn(layout.source, facts, null)
  const { codesPerNumber, notes } = meaningOf(facts, layout.unit, options)
  const samples = facts.leadingGaps === facts.filled ? 0 : facts.filled
  const peak = Math.max(Math.abs(facts.min), Math.abs(facts.max)) * Math.abs(codesPerNumber)
  return {
    layout,
    codesPerNumber,
    samples,
    firstCode: samples === 0 ? 0 : clampCode(facts.first * codesPerNumber),
    notes: [
      ...layout.notes,
      ...notes,
      ...(samples > 0 && peak > 32768.5 ? ['Samples beyond the range are clipped.'] : []),
      ...(isCut ? ['The last line is cut off, and left out.'] : []),
    ],
  }
}

/** A slice is used again for the next one. */
function* framesOf(columns: readonly SignalColumn[], samples: number): Generator<Uint8Array> {
  const readers = columns.map((column) => new ColumnReader(column))
  const codes = new Int16Array(framesAtOnce * columns.length)
  for (let done = 0; done < samples; ) {
    const most = Math.min(framesAtOnce, samples - done)
    const frames = Math.min(most, ...readers.map((reader) => reader.ready()))
    for (const [k, reader] of readers.entries()) reader.take(codes, k, columns.length, frames)
    yield new Uint8Array(codes.buffer, 0, 2 * frames * columns.length)
    done += frames
  }
}

/** One signal, slice by slice. Behind its end its last sample goes on. */
class ColumnReader {
  readonly #slices: Iterator<void>
  /** The first place has the sample before the slice: a gap repeats it. */
  readonly #codes = new Int16Array(mostInSlice + 1)
  readonly #sink = newSink(this.#codes)
  #at = 1
  #hasEnded = false

  constructor({ layout: { source }, codesPerNumber, firstCode }: SignalColumn) {
    this.#codes[0] = firstCode
    this.#sink.count = 1
    const slices = readColumnSlices({ ...source, spec: { ...source.spec, codesPerNumber } }, this.#sink)
    this.#slices = slices[Symbol.iterator]()
  }

  /** Samples that can be taken now; Infinity behind the end. */
  ready(): number {
    while (this.#at === this.#sink.count && !this.#hasEnded) {
      this.#codes[0] = this.#codes[this.#at - 1]!
      this.#at = this.#sink.count = 1
      this.#hasEnded = this.#slices.next().done === true
    }
    return this.#at < this.#sink.count ? this.#sink.count - this.#at : Number.POSITIVE_INFINITY
  }

  /** Puts as many as are ready, or fewer, to `into[first + i * step]`. */
  take(into: Int16Array, first: number, step: number, count: number): void {
    const isOver = this.#at === this.#sink.count
    for (let i = 0, to = first; i < count; i++, to += step)
      into[to] = this.#codes[isOver ? this.#at - 1 : this.#at + i]!
    if (!isOver) this.#at += count
  }
}
