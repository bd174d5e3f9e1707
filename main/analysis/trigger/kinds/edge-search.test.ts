import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { MemoryLayout } from '../../stream/memory-layout.ts'
import { heldOff } from '../../testing/plain-crossings.ts'
import { testKernels } from '../../testing/test-kernels.ts'
import type { CodeTriggerOf } from '../code-trigger.ts'
import { TriggerLog } from '../trigger-log.ts'
import { claimEdges, EdgeSearch } from './edge-search.ts'

const heap = new CoherentHeap({ bytes: 32 << 20 })
const edges = claimEdges(new MemoryLayout(heap.alloc(1 << 17), { historyBytes: 0, lanes: 0 }))
const data = heap.alloc(65536)
const { buffer } = heap
const kernels = testKernels(heap.memory)
const codes = new Int16Array(buffer)

function searchIn(pieces: readonly (readonly number[])[], trigger: CodeTriggerOf<'edge'>, holdoff: number): number[] {
  const log = new TriggerLog()
  const search = new EdgeSearch(buffer, kernels, edges, log)
  search.configure(trigger, [0, 1])
  search.setHoldoff(holdoff)
  log.holdoff = { scans: holdoff, events: 0 }
  let sample = 0
  for (const piece of pieces) {
    piece.forEach((code, k) => {
      codes[data / 2 + 2 * k] = -1
      codes[data / 2 + 2 * k + 1] = code
    })
    search.search(data, sample, piece.length)
    sample += piece.length
  }
  return Array.from({ length: log.count }, (_, k) => log.at(k))
}

const rising: CodeTriggerOf<'edge'> = {
  kind: 'edge',
  mode: 'normal',
  channel: 1,
  slope: 'rising',
  level: 100,
  hysteresis: 20,
}

describe('EdgeSearch', () => {
  it('finds the same edges however the stream is cut, hold-off included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 50, max: 150 }), { minLength: 1, maxLength: 60 }), { maxLength: 12 }),
        fc.constantFrom('rising' as const, 'falling' as const),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 40 }),
        (pieces, slope, holdoff, hysteresis) => {
          const trigger = { ...rising, slope, hysteresis }
          expect(searchIn(pieces, trigger, holdoff)).toEqual(searchIn([pieces.flat()], trigger, holdoff))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('finds the same triggers among many edges, and passes over those that are held off', () => {
    const steps = fc.array(fc.integer({ min: 2, max: 30 }), { minLength: 10, maxLength: 60 })
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 101, max: 400 }),
        fc.array(fc.nat(1000), { maxLength: 20 }),
        (steps, holdoff, cuts) => {
          const codes = steps.flatMap((step, k) => Array.from({ length: step }, () => (k % 2 === 0 ? 50 : 150)))
          const bounds = [0, ...cuts.filter((cut) => cut < codes.length), codes.length].sort((a, b) => a - b)
          const pieces = bounds.slice(1).map((end, k) => codes.slice(bounds[k]!, end))
          const rises = codes.flatMap((code, k) => (k > 0 && code === 150 && codes[k - 1] === 50 ? [k] : []))
          const wanted = heldOff(rises, holdoff)
          expect(
            searchIn(
              pieces.filter((piece) => piece.length > 0),
              rising,
              holdoff,
            ),
          ).toEqual(wanted)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('counts about as many events as there are where most of them are passed over, and all where none is', () => {
    for (const [period, most] of [
      [7, 0.02],
      [90, 0.02],
      [150, 0.001],
    ] as const) {
      const log = new TriggerLog()
      const search = new EdgeSearch(buffer, kernels, edges, log)
      search.configure({ ...rising, channel: 0 }, [0])
      search.setHoldoff(1000)
      log.holdoff = { scans: 1000, events: 0 }
      const scans = 16_384
      const tiles = 200
      for (let tile = 0; tile < tiles; tile++) {
        for (let k = 0; k < scans; k++) codes[data / 2 + k] = (tile * scans + k) % period < period / 2 ? 50 : 150
        search.search(data, tile * scans, scans)
      }
      const there = (tiles * scans) / period
      expect(Math.abs(log.events / there - 1)).toBeLessThan(most)
      // Triggers are those that the hold-off lets pass, as before.
      expect(log.count).toBeLessThanOrEqual((tiles * scans) / 1000 + 1)
    }
  })

  it('fires once per crossing, at the first sample on the far side, only after the signal left the hysteresis', () => {
    const signal = [100, 90, 99, 100, 80, 99, 100, 101, 85, 100, 79, 120]
    expect(searchIn([signal], rising, 1)).toEqual([6, 11])
    expect(searchIn([signal.map((code) => 200 - code)], { ...rising, slope: 'falling' }, 1)).toEqual([6, 11])
  })

  it('needs no more hysteresis than a sixteenth of what the signal spans, and not less than a little', () => {
    const log = new TriggerLog()
    const search = new EdgeSearch(buffer, kernels, edges, log)
    const wide = { ...rising, level: 0, hysteresis: 1000 }
    /** Whether an edge counts that comes from `depth` codes below the level. */
    const firesFrom = (depth: number): boolean => {
      search.restart()
      const before = log.events
      codes.set([0, -depth, 0, 0], data / 2)
      search.search(data, 0, 2)
      return log.events > before
    }
    search.configure(wide, [0, 1])
    expect([firesFrom(999), firesFrom(1000)]).toEqual([false, true])
    search.setSpan(3200)
    expect([firesFrom(199), firesFrom(200)]).toEqual([false, true])
    search.setSpan(3)
    expect([firesFrom(63), firesFrom(64)]).toEqual([false, true])
    search.configure(wide, [0, 1])
    expect(firesFrom(999)).toBe(false)
    search.configure({ ...wide, noiseReject: true }, [0, 1])
    search.setSpan(3200)
    expect([firesFrom(799), firesFrom(800)]).toEqual([false, true])
    search.configure({ ...wide, noiseReject: true, fixedHysteresis: [5000, 30] }, [0, 1])
    expect([firesFrom(29), firesFrom(30)]).toEqual([false, true])
  })

  it('forgets what is left of a long hold-off when a shorter one is set', () => {
    const log = new TriggerLog()
    const search = new EdgeSearch(buffer, kernels, edges, log)
    search.configure(rising, [0, 1])
    const wave = Array.from({ length: 40 }, (_, k) => (k % 4 < 2 ? 0 : 200))
    const search40 = (sample: number): void => {
      for (const [k, code] of wave.entries()) codes.set([-1, code], data / 2 + 2 * k)
      search.search(data, sample, wave.length)
    }
    search.setHoldoff(1e9)
    log.holdoff = { scans: 1e9, events: 0 }
    search40(0)
    search40(40)
    expect(log.count).toBe(1)
    search.setHoldoff(8)
    log.holdoff = { scans: 8, events: 0 }
    search40(80)
    // At once, and then as usual.
    expect([log.count, log.at(1)]).toEqual([6, 82])
  })

  it('can arm at the ends of the range, whatever the hysteresis', () => {
    expect(searchIn([[-32768, -32700]], { ...rising, level: -32760, hysteresis: 500 }, 1)).toEqual([1])
    expect(searchIn([[32767, 0]], { ...rising, slope: 'falling', level: 32760, hysteresis: 500 }, 1)).toEqual([1])
  })

  it('does nothing without its channel, and begins anew when restarted', () => {
    expect(searchIn([[0, 200]], { ...rising, channel: 7 }, 1)).toEqual([])
    const log = new TriggerLog()
    const search = new EdgeSearch(buffer, kernels, edges, log)
    search.configure(rising, [1])
    codes.set([0, 200], data / 2)
    search.search(data, 0, 1)
    search.restart()
    search.search(data + 2, 1, 1)
    expect(log.count).toBe(0)
  })
})
