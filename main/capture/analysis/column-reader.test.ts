import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { BlockIndex } from './block-index.ts'
import { ColumnReader } from './column-reader.ts'
import { EnvelopePyramid } from './envelope-pyramid.ts'
import { planMemory } from './memory-plan.ts'
import { testKernels } from './testing/test-kernels.ts'

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
    historyBytes = 1 << 20,
  ) {
    const total = cuts.reduce((sum, cut) => sum + cut.scans, 0)
    const planBytes = planMemory(0, historyBytes).bytes
    const heap = new CoherentHeap({ bytes: planBytes + total * channels * 2 + (1 << 18) })
    const plan = planMemory(heap.alloc(planBytes), historyBytes)
    const data = heap.alloc(total * channels * 2)
    const { buffer } = heap
    const kernels = testKernels(heap.memory)
    this.#codes = new Int16Array(buffer)
    this.#dst = plan.columns
    this.#channels = channels
    this.pyramid = new EnvelopePyramid(buffer, kernels, plan)
    this.reader = new ColumnReader(buffer, kernels, plan, this.blocks, this.pyramid)
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

  it('reads what the upper levels hold after a gap longer than the pyramid', () => {
    const lost = 20_000_000
    const cuts = [
      { scans: 9000, lost: 0 },
      { scans: 150_000, lost },
    ]
    const stream = new Stream(cuts, 1, noise)
    for (const width of [1, 300, 5000, 70_000]) {
      const first = 9000 + lost - width - 3
      expect(stream.read(first, width, 3)).toEqual(stream.expected(first, width, 3))
    }
    expect(stream.pyramid.oldest).toBeGreaterThan(9000)
  })

  it('goes on exactly when the rings have wrapped', () => {
    // The smallest pyramid: two granules of 4096 columns for eight channels, 2 Mi scans.
    const block = 65_536
    const stream = new Stream([{ scans: block, lost: 0 }], 8, noise, 1 << 16)
    const { pyramid } = stream
    const base = stream.pyramid.end
    // The same block again and again: the pyramid only sees addresses.
    const address = stream.blocks.address(0)
    const turns = 40
    for (let turn = 1; turn <= turns; turn++) {
      pyramid.append(address, block)
      stream.blocks.push({
        firstSample: base + (turn - 1) * block,
        lostBefore: 0,
        lastSampleMs: 0,
        announcedMs: 0,
        address,
        scans: block,
      })
      for (let k = 0; k < block; k++) stream.model[base + (turn - 1) * block + k] = stream.model[k]
    }
    expect(pyramid.oldest).toBeGreaterThan(0)
    const first = Math.ceil(pyramid.oldest / 4096) * 4096 + 17
    for (const width of [1000, 70_001]) {
      const columns = Math.min(5, Math.floor((pyramid.end - first) / width))
      expect(stream.read(first, width, columns)).toEqual(stream.expected(first, width, columns))
      const late = pyramid.end - 3 * width
      expect(stream.read(late, width, 3)).toEqual(stream.expected(late, width, 3))
    }
  })
})
