import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { waveCodes } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import * as twins from './twins/scans.ts'
import { WaveformFeed, type WaveformLayout } from './waveforms.ts'

const bench = openBench()

interface Stream {
  channels: number
  scansPerColumn: number
  columns: number
  /** Scans of each block. */
  blocks: number[]
  /** Distances between the first samples of waveforms. */
  distances: number[]
  pieceScans: number
}

const streams: fc.Arbitrary<Stream> = fc.record({
  channels: fc.constantFrom(1, 2, 3),
  scansPerColumn: fc.constantFrom(1, 1, 2, 5),
  columns: fc.integer({ min: 1, max: 60 }),
  blocks: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }),
  distances: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
  pieceScans: fc.integer({ min: 10, max: 400 }),
})

/** Feeds the stream block by block; the blocks lie apart in memory. */
function feed(stream: Stream, codes: Int16Array, firsts: readonly number[]): { map: Uint16Array; finished: number } {
  const { channels, scansPerColumn, columns, blocks, pieceScans } = stream
  const map = bench.u16(bench.at(1), columns * 256).fill(0)
  const layout: WaveformLayout = { map: map.byteOffset, columns, scansPerColumn, channels, channel: channels - 1 }
  const feed = new WaveformFeed(bench.kernels, bench.memory, bench.at(2), 400, layout)
  let begin = 0
  let next = 0
  for (const scans of blocks) {
    const src = bench.i16(bench.at(3) + 2 * (begin % 7), scans * channels)
    src.set(codes.subarray(begin * channels, (begin + scans) * channels))
    feed.beginBlock(src.byteOffset, scans)
    for (let done = 0; done < scans; ) {
      done = Math.min(scans, done + pieceScans)
      for (; next < firsts.length && firsts[next]! < begin + done; next++) feed.add(firsts[next]! - begin)
      feed.reach(done)
    }
    feed.endBlock()
    begin += scans
  }
  return { map, finished: feed.finished }
}

describe('WaveformFeed', () => {
  it('draws every waveform once, however blocks and pieces cut it', () => {
    fc.assert(
      fc.property(streams, fc.nat(), (stream, seed) => {
        const { channels, scansPerColumn, columns, blocks, distances } = stream
        const scans = blocks.reduce((sum, block) => sum + block, 0)
        const codes = waveCodes(scans * channels, seed)
        const firsts: number[] = []
        for (let at = 0, i = 0; at < scans; at += distances[i++ % distances.length]!) firsts.push(at)
        const wanted = new Uint16Array(columns * 256)
        let whole = 0
        for (const first of firsts) {
          const inside = Math.min(columns, Math.ceil((scans - first) / scansPerColumn))
          twins.persistence(wanted, codes, channels, channels - 1, Uint32Array.of(first, 0, inside), scansPerColumn)
          if (inside === columns) whole++
        }
        const { map, finished } = feed(stream, codes, firsts)
        expect(Buffer.compare(Buffer.from(map), Buffer.from(wanted))).toBe(0)
        expect(finished).toBe(whole)
      }),
      { numRuns: 300 },
    )
  })

  it('leaves waveforms open at a gap incomplete', () => {
    const map = bench.u16(bench.at(1), 20 * 256).fill(0)
    const layout = { map: map.byteOffset, columns: 20, scansPerColumn: 1, channels: 1, channel: 0 }
    const feed = new WaveformFeed(bench.kernels, bench.memory, bench.at(2), 10, layout)
    bench.i16(bench.at(3), 30).fill(0)
    feed.beginBlock(bench.at(3), 15)
    feed.add(5)
    feed.endBlock()
    feed.interrupt()
    feed.beginBlock(bench.at(3), 30)
    feed.endBlock()
    expect(feed.finished).toBe(0)
    expect(map.reduce((sum, count) => sum + count, 0)).toBe(10)
  })

  it('refuses more overlapping waveforms than it has room for', () => {
    const layout = { map: bench.at(1), columns: 100, scansPerColumn: 1, channels: 1, channel: 0 }
    const feed = new WaveformFeed(bench.kernels, bench.memory, bench.at(2), 3, layout)
    feed.beginBlock(bench.at(3), 50)
    for (const first of [1, 2, 3]) feed.add(first)
    expect(() => feed.add(4)).toThrow('overlap')
  })
})
