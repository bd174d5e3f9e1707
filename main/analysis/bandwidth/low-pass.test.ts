// The filter against its definition: sines at, below and above the limit, levels, and edges.
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { testKernels } from '../testing/test-kernels.ts'
import { claimFiltered, FilteredBlocks } from './filtered-blocks.ts'
import { lowPassDelay } from './low-pass.ts'

const heap = new CoherentHeap({ bytes: 16 << 20 })
const layout = new MemoryLayout(heap.alloc(8 << 20), { historyBytes: 4 << 20, lanes: 0 })
const memory = claimFiltered(layout)
const most = 400_000
const src = layout.take(2 * most)
const dst = layout.take(2 * most)
const codes = new Int16Array(heap.buffer)

/** What a signal becomes behind a limit. */
function filtered(signal: (sample: number) => number, scans: number, hz: number, rate: number): Int16Array {
  const blocks = new FilteredBlocks(heap.buffer, testKernels(heap.memory), memory)
  blocks.begin({ epoch: 1, samplingFrequencyHz: rate, scanIndexes: [0] })
  blocks.set([{ scanIndex: 0, hz }])
  expect(blocks.isOn).toBe(true)
  for (let k = 0; k < scans; k++) codes[src / 2 + k] = Math.round(signal(k))
  // In two pieces: the second goes on where the first ended.
  const half = Math.floor(scans / 3)
  blocks.filter(src, dst, 0, half)
  blocks.filter(src + 2 * half, dst + 2 * half, half, scans - half)
  return codes.slice(dst / 2, dst / 2 + scans)
}

const amplitude = 32_000

/** Decibels that are left of a sine, from whole periods when it has settled. */
function gainAt(frequency: number, hz: number, rate: number): number {
  const period = rate / frequency
  const settled = Math.ceil((4 * rate) / hz)
  const scans = Math.round(Math.max(4, Math.ceil(4000 / period)) * period)
  const phase = (2 * Math.PI * frequency) / rate
  const out = filtered((k) => amplitude * Math.sin(phase * k), settled + scans, hz, rate)
  let [re, im] = [0, 0]
  for (let k = settled; k < settled + scans; k++) {
    re += out[k]! * Math.cos(phase * k)
    im += out[k]! * Math.sin(phase * k)
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / scans / amplitude)
}

describe.each([
  { hz: 20e6, rate: 1e9 },
  { hz: 200e6, rate: 1e9 },
  { hz: 1.7e6, rate: 1e8 },
  { hz: 2e5, rate: 1e9 },
])('a limit of $hz Hz at $rate S/s', ({ hz, rate }) => {
  it('has -3 dB at the limit, next to nothing below, and -36 dB or less at ten times', () => {
    expect(gainAt(hz, hz, rate)).toBeCloseTo(-3.01, 1)
    expect(gainAt(hz / 10, hz, rate)).toBeGreaterThan(-0.035)
    expect(gainAt(hz / 10, hz, rate)).toBeLessThan(0)
    if (hz * 10 < rate / 2) expect(gainAt(hz * 10, hz, rate)).toBeLessThan(-35.8)
    else expect(gainAt(rate * 0.45, hz, rate)).toBeLessThan(-20)
  })

  it('keeps a level exactly', () => {
    for (const level of [-32_767, -1, 0, 1, 12_345])
      expect(new Set(filtered(() => level, 3000, hz, rate))).toEqual(new Set([level]))
  })

  it('lets an edge rise in 0.34 / f, without overshoot, later by what it says', () => {
    const at = 50
    const out = filtered((k) => (k < at ? -20_000 : 20_000), at + Math.ceil((6 * rate) / hz), hz, rate)
    const crossing = (level: number): number => {
      const k = out.findIndex((code) => code >= level)
      return k - (out[k]! - level) / (out[k]! - out[k - 1]!)
    }
    const rise = (crossing(16_000) - crossing(-16_000)) / rate
    // Within half a sample where an edge is hardly longer than one.
    expect(Math.abs(rise - 0.342 / hz)).toBeLessThan(0.005 / hz + 0.5 / rate)
    expect(Math.max(...out)).toBeLessThan(20_000 * 1.01)
    const delay = (crossing(0) - (at - 0.5)) / rate
    expect(Math.abs(delay - lowPassDelay(hz))).toBeLessThan(0.03 / hz + 1 / rate)
  })
})

it('a limit above a fifth of the rate is not in force', () => {
  const blocks = new FilteredBlocks(heap.buffer, testKernels(heap.memory), memory)
  blocks.begin({ epoch: 1, samplingFrequencyHz: 1e6, scanIndexes: [0] })
  expect(blocks.set([{ scanIndex: 0, hz: 250_000 }])).toBe(false)
  expect(blocks.isOn).toBe(false)
  expect(blocks.set([{ scanIndex: 3, hz: 10_000 }])).toBe(false)
  expect(blocks.set([{ scanIndex: 0, hz: 200_000 }])).toBe(true)
  expect(blocks.isOn).toBe(true)
  blocks.set([{ scanIndex: 0, hz: 0.001 }])
  expect(blocks.limits[0]!.hz).toBe(1)
})

it('the oldest blocks make room, and one that is larger than all there is has none', () => {
  const blocks = new FilteredBlocks(heap.buffer, testKernels(heap.memory), memory)
  blocks.begin({ epoch: 1, samplingFrequencyHz: 1e9, scanIndexes: [0] })
  blocks.set([{ scanIndex: 0, hz: 20e6 }])
  const third = Math.floor(blocks.roomBytes / 3 / 64) * 64
  const at = [0, 1, 2, 3].map((k) => blocks.place(k * 1000, third))
  expect(at.slice(0, 3)).toEqual([0, third, 2 * third].map((offset) => memory.room + offset))
  expect(at[3]).toBe(memory.room)
  expect(blocks.oldest).toBe(1000)
  expect(blocks.place(4000, 2 * third)).toBe(memory.room + third)
  expect(blocks.oldest).toBe(3000)
  expect(blocks.place(5000, third)).toBe(memory.room)
  expect(blocks.oldest).toBe(4000)
  expect(blocks.place(6000, blocks.roomBytes + 64)).toBeNull()
})
