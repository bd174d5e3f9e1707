import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { BlockIndex } from '../stream/block-index.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { testKernels } from '../testing/test-kernels.ts'
import { ColumnReader, claimReader } from './column-reader.ts'
import { claimPyramid, EnvelopePyramid } from './envelope-pyramid.ts'
import { levelCount, levelFactor, levelScans } from './levels.ts'

/** Of 8192 columns of 8 channels. */
const dstBytes = 8193 * 8 * 4
/** Columns of the smallest levels tried here: they wrap soon. */
const smallLevelColumns = 2 * levelFactor ** (levelCount - 1)

/** Memory of a pyramid and its reader, and room for what is read. */
function claim(base: number, historyBytes: number) {
  const layout = new MemoryLayout(base, { historyBytes, lanes: 0 })
  const places = { pyramid: claimPyramid(layout), reader: claimReader(layout), dst: layout.take(dstBytes) }
  return { ...places, bytes: layout.bytes }
}

/** A stream in memory: blocks of these lengths, each after so many lost scans, and the same as plain arrays. */
class Stream {
  readonly model: (number[] | undefined)[] = []
  readonly blocks = new BlockIndex()
  readonly pyramid: EnvelopePyramid
  readonly reader: ColumnReader
  readonly #codes: Int16Array
  readonly #dst: number
  readonly #channels: number

  constructor(
    cuts: readonly { scans: number; lost: number }[],
    channels: number,
    code: (sample: number, channel: number) => number,
    isSmall = false,
  ) {
    const historyBytes = 1 << 20
    const total = cuts.reduce((sum, cut) => sum + cut.scans, 0)
    const planBytes = claim(0, historyBytes).bytes
    const heap = new CoherentHeap({ bytes: planBytes + total * channels * 2 + (1 << 18) })
    const { pyramid: whole, reader, dst } = claim(heap.alloc(planBytes), historyBytes)
    const pyramid = isSmall ? { ...whole, levelBytes: smallLevelColumns * channels * 4 } : whole
    const data = heap.alloc(total * channels * 2)
    const { buffer } = heap
    const kernels = testKernels(heap.memory)
    this.#codes = new Int16Array(buffer)
    this.#dst = dst
    this.#channels = channels
    this.pyramid = new EnvelopePyramid(buffer, kernels, pyramid)
    this.reader = new ColumnReader(buffer, kernels, reader, this.blocks, this.pyramid)
    let address = data
    this.pyramid.reset(channels, cuts[0]!.lost)
    for (const { scans, lost } of cuts) {
      this.model.length += lost
      const firstSample = this.model.length
      for (let k = 0; k < scans; k++) {
        const values = Array.from({ length: channels }, (_, channel) => code(firstSample + k, channel))
        this.#codes.set(values, address / 2 + k * channels)
        this.model.push(values)
      }
      this.blocks.push({ firstSample, lostBefore: lost, lastSampleMs: 0, announcedMs: 0, address, scans })
      this.pyramid.skipTo(firstSample)
      this.pyramid.append(address, scans)
      address += scans * channels * 2
    }
  }

  read(first: number, width: number, columns: number): number[] {
    this.reader.read(first, width, columns, this.#channels, this.#dst)
    return [...this.#codes.subarray(this.#dst / 2, this.#dst / 2 + columns * this.#channels * 2)]
  }

  oldestRead(first: number, width: number, columns: number): number {
    return this.reader.read(first, width, columns, this.#channels, this.#dst)
  }

  expected(first: number, width: number, columns: number): number[] {
    const result: number[] = []
    for (let column = 0; column < columns; column++)
      for (let channel = 0; channel < this.#channels; channel++) {
        let min = 32767
        let max = -32768
        for (let k = Math.max(0, first + column * width); k < first + (column + 1) * width; k++) {
          const code = this.model[k]?.[channel]
          if (code === undefined) continue
          min = Math.min(min, code)
          max = Math.max(max, code)
        }
        result.push(min, max)
      }
    return result
  }
}

const noise = (sample: number, channel: number): number =>
  (Math.imul(sample + channel * 77777 + 1, 0x9e3779b1) >>> 16) - 32768

const cutsOf = (longest: number) =>
  fc.array(
    fc.record({
      scans: fc.oneof(fc.integer({ min: 1, max: longest }), fc.constantFrom(1, 255, 256, 257, 4096)),
      lost: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 2 * longest })),
    }),
    { minLength: 1, maxLength: 8 },
  )

describe('ColumnReader', () => {
  it('gives the exact envelope of any stretch at any width, however blocks are cut and wherever samples are missing', () => {
    fc.assert(
      fc.property(
        cutsOf(3000),
        fc.constantFrom(1, 2, 4),
        fc.integer({ min: -500, max: 20_000 }),
        fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 6000 }), fc.constantFrom(256, 512, 4096)),
        fc.integer({ min: 1, max: 12 }),
        (cuts, channels, first, width, columns) => {
          const stream = new Stream(cuts, channels, noise)
          expect(stream.read(first, width, columns)).toEqual(stream.expected(first, width, columns))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('shows a glitch of one sample in its column at every width', () => {
    const glitchAt = 131_071
    const stream = new Stream([{ scans: 200_000, lost: 0 }], 1, (sample) => (sample === glitchAt ? 31_000 : sample % 7))
    for (let width = 1; width <= 200_000; width = width * 3 + 1) {
      const first = Math.max(0, glitchAt - 5 * width)
      const columns = Math.min(11, Math.ceil((200_000 - first) / width))
      const maxima = stream.read(first, width, columns).filter((_, k) => k % 2 === 1)
      const at = Math.floor((glitchAt - first) / width)
      expect(maxima.indexOf(31_000)).toBe(at)
      expect(maxima.filter((max) => max === 31_000)).toHaveLength(1)
    }
  })

  it('keeps what every level held before a gap longer than the lowest one', () => {
    const lost = 6_500_000
    const cuts = [
      { scans: 1_100_000, lost: 300 },
      { scans: 150_000, lost },
    ]
    const stream = new Stream(cuts, 1, noise, true)
    expect(stream.pyramid.oldest(0)).toBeGreaterThan(1_100_300)
    for (const width of [1, 300, 5000, 70_000]) {
      const first = 1_100_300 + lost - width - 3
      expect(stream.read(first, width, 3)).toEqual(stream.expected(first, width, 3))
    }
    // Level 1 and above reach back over the gap, exactly to the sample at its edges.
    for (const level of [1, 2, 3]) {
      const width = levelScans[level]! * 2
      const columns = Math.ceil(stream.model.length / width)
      expect(stream.pyramid.oldest(level)).toBe(0)
      expect(stream.read(0, width, columns)).toEqual(stream.expected(0, width, columns))
    }
  })

  it('goes on exactly when the rings have wrapped, and reaches back further in coarser columns', () => {
    const block = 65_536
    const stream = new Stream([{ scans: block, lost: 0 }], 8, noise, true)
    const { pyramid } = stream
    // The same block again and again: the pyramid only sees addresses.
    const address = stream.blocks.address(0)
    const turns = 100
    for (let turn = 1; turn < turns; turn++) {
      pyramid.append(address, block)
      const firstSample = turn * block
      stream.blocks.push({ firstSample, lostBefore: 0, lastSampleMs: 0, announcedMs: 0, address, scans: block })
      for (let k = 0; k < block; k++) stream.model[firstSample + k] = stream.model[k]
    }
    const oldest = pyramid.oldest(0)
    expect(oldest).toBe(turns * block - 8192 * 256)
    const first = Math.ceil(oldest / 4096) * 4096 + 17
    for (const width of [1000, 4096, 70_001]) {
      const columns = Math.min(5, Math.floor((pyramid.end - first) / width))
      expect(stream.read(first, width, columns)).toEqual(stream.expected(first, width, columns))
      const late = pyramid.end - 3 * width
      expect(stream.read(late, width, 3)).toEqual(stream.expected(late, width, 3))
    }
    // Columns of 3 of level 0 do not divide the ring: one of them lies across its end.
    const across = Math.ceil(oldest / 768) * 768
    const all = Math.floor((pyramid.end - across) / 768)
    expect(stream.read(across, 768, Math.min(all, 8000))).toEqual(stream.expected(across, 768, Math.min(all, 8000)))
    // Without its blocks: level 1 still has all of it.
    stream.blocks.dropBefore(pyramid.end)
    expect(pyramid.oldest(1)).toBe(0)
    expect(stream.read(0, 3 * 4096, 30)).toEqual(stream.expected(0, 3 * 4096, 30))
  })

  it('tells the oldest sample it read from a block, so that what was torn is noticed', () => {
    const stream = new Stream([{ scans: 20_000, lost: 0 }], 1, noise)
    expect(stream.oldestRead(1000, 10, 5)).toBe(1000)
    expect(stream.oldestRead(256, 512, 5)).toBe(Number.POSITIVE_INFINITY)
    // The newest columns are not finished: their samples are read.
    expect(stream.oldestRead(0, 4096, 5)).toBe(Math.floor(20_000 / 256) * 256)
    expect(stream.oldestRead(1, 4097, 2)).toBe(1)
  })
})
