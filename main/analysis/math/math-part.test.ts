// The math trace as a part of the pass, by itself: what it costs when it is off, memory that is given back while it is read, and a
// stream that is faster than what is to be caught up with. What it shows is display/derived-trace.test.ts.
import { beforeEach, describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { BlockIndex } from '../stream/block-index.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { testKernels } from '../testing/test-kernels.ts'
import type { CodeMath } from './code-math.ts'
import { claimMath, MathPart } from './math-part.ts'

const heap = new CoherentHeap({ bytes: 64 << 20 })
const kernels = testKernels(heap.memory)
const sizes = { historyBytes: 1 << 20, lanes: 0 }
const layout = new MemoryLayout(0, sizes)
claimMath(layout)
const { bytes } = layout
const base = heap.alloc(bytes)
const claimed = heap.u8(base, bytes)
const memory = claimMath(new MemoryLayout(base, sizes))
const columns = heap.alloc(4096)
const scans = 4096
const block = heap.alloc(scans * 2)
heap.i16(block, scans).set(Array.from({ length: scans }, (_, k) => k))

const invert: CodeMath = {
  settings: { kind: 'invert', a: 'voltage0' },
  inputs: [{ scanIndex: 0, unitsPerCode: 1, unitsAtZero: 0 }],
}
const format = { epoch: 1, samplingFrequencyHz: 1e6, scanIndexes: [0] }

let blocks: BlockIndex
let part: MathPart
let nowMs = 0
beforeEach(() => {
  claimed.fill(0xa5)
  blocks = new BlockIndex()
  part = new MathPart(heap.buffer, kernels, memory, blocks)
  part.begin(format)
})

/** A block is announced, and its tile taken in. */
function push(firstSample: number, isTaken = true): void {
  blocks.push({ firstSample, lostBefore: 0, lastSampleMs: 0, announcedMs: 0, address: block, scans })
  if (isTaken) part.take({ address: block, sample: firstSample, scans })
}

/** Lowest and highest code of a stretch; null: it has none. */
function envelopeOf(first: number, width: number, newest: number): readonly [number, number] | null {
  part.read(first, width, 1, newest, columns)
  const [low, high] = heap.i16(columns, 2) as unknown as [number, number]
  return low > high ? null : [low, high]
}

describe('the math part', () => {
  it('touches no memory without a function, and none before its first sample', () => {
    push(0)
    expect(part.isOn).toBe(false)
    expect(claimed.every((byte) => byte === 0xa5)).toBe(true)
    part.set(invert)
    expect(claimed.every((byte) => byte === 0xa5)).toBe(true)
    expect(part.isBehind).toBe(true)
  })

  it('forgets what was given back while it was read', () => {
    part.set(invert)
    push(0)
    push(scans)
    part.retract(scans)
    expect(envelopeOf(0, scans, 2 * scans)).toEqual([-4095, 0])
    expect(envelopeOf(scans, scans, scans)).toBeNull()
    expect(part.missing(0, 2 * scans, scans)).toBe(scans)
    push(2 * scans)
    expect(envelopeOf(2 * scans, scans, 3 * scans)).toEqual([-4095, 0])
    expect(part.missing(0, 3 * scans, scans)).toBe(scans)
  })

  it('does not believe what was given back while it caught up', () => {
    push(0)
    push(scans)
    part.set(invert)
    let looks = 0
    const validSince = (): number => (looks++ === 0 ? scans : 0)
    while (part.isBehind) part.catchUp({ end: 2 * scans, isRunning: false, nowMs: () => nowMs++, validSince })
    expect(envelopeOf(scans, scans, 2 * scans)).toEqual([-4095, 0])
    expect(part.missing(0, 2 * scans, scans)).toBe(scans)
  })

  it('gives up what it cannot catch up with while the stream runs, and says how much that is', () => {
    push(0)
    part.set(invert)
    let end = scans
    // Every look at the clock takes a second, in which two more blocks come for each that is evaluated.
    for (let k = 0; part.isBehind && k < 50; k++) {
      for (const _ of [0, 1]) {
        push(end)
        end += scans
      }
      part.catchUp({ end, isRunning: true, nowMs: () => (nowMs += 1000), validSince: () => 0 })
    }
    expect(part.isBehind).toBe(false)
    expect(part.missing(0, end, scans)).toBeGreaterThan(0)
    push(end)
    expect(part.missing(end, end + scans, scans)).toBe(0)
  })
})
