// Measuring and examining share a thread: what happens when blocks wait.
import { expect, it } from 'vitest'
import type { Clock } from '#main/runtime/clock.ts'
import { BlockIndex } from '../../stream/block-index.ts'
import type { Validity } from '../../stream/validity.ts'
import { pulses, sampled } from '../../testing/signals.ts'
import { bench, putCodes } from '../../testing/waves.ts'
import { TriggerLog } from '../../trigger/trigger-log.ts'
import { MeasurePart } from './measure-part.ts'

const samples = 4 << 20
const format = { epoch: 1, samplingFrequencyHz: 1e9, scanIndexes: [0] }
const of = { scanIndex: 0, voltsPerCode: 1e-4, offsetCodes: 0 }
const train = { period: 1e-6, width: 4e-7, rise: 1e-8, fall: 1e-8, base: -0.4, top: 1.1, begin: 5e-8 }
const address = putCodes(sampled(pulses(train), { samples, sampleRateHz: 1e9 }).codes)

/** A part with all samples passed, and a clock that goes on by `lookMs` whenever it is looked at. */
function started(lookMs: number) {
  let now = 0
  const clock: Pick<Clock, 'nowMs'> = { nowMs: () => (now += lookMs) }
  const blocks = new BlockIndex()
  const validity = { oldestValid: () => 0 } as unknown as Validity
  const triggers = { log: new TriggerLog(), isAuto: true }
  const part = new MeasurePart({ bench, blocks, validity, clock: clock as Clock, triggers })
  part.set([{ name: 'period', of, to: null }])
  part.begin(format)
  blocks.push({ firstSample: 0, lostBefore: 0, lastSampleMs: 0, announcedMs: 0, address, scans: samples })
  part.passed({ scans: samples, isExamined: true, oldest: 0, end: samples })
  const share = (): number => part.figures()[0]!.share
  return { part, share, wait: (ms: number) => (now += ms) }
}

it('while the thread draws less than it could, measuring has a small share of its time', () => {
  const { part, share, wait } = started(0.1)
  for (let k = 0; k < 200; k++) part.work(100)
  const saved = share()
  expect(saved).toBeGreaterThan(0)
  expect(saved).toBeLessThan(0.5)
  const before = share()
  wait(100)
  for (let k = 0; k < 200; k++) part.work(100)
  expect(share()).toBeGreaterThan(before)
})

it('while a block waits for long, one record in 200 ms is measured, and no more', () => {
  const { part, share, wait } = started(0.1)
  for (let k = 0; k < 20; k++) part.work(160)
  expect(share()).toBe(0)
  wait(200)
  part.work(160)
  const one = share()
  expect(one).toBeGreaterThan(0)
  expect(one).toBeLessThan(0.02)
  for (let k = 0; k < 20; k++) part.work(160)
  expect(share()).toBe(one)
  wait(200)
  part.work(160)
  expect(share()).toBeCloseTo(2 * one, 3)
})

it('while blocks wait for a moment only, it measures for a millisecond at a time, as far as its share of the thread goes', () => {
  const { part, share, wait } = started(0.1)
  part.work(5)
  const slice = share()
  // Ten looks at the clock, or a few less.
  expect(slice).toBeGreaterThan(0.05)
  expect(slice).toBeLessThan(0.2)
  // Without time that passes the savings are used up.
  for (let k = 0; k < 100; k++) part.work(5)
  expect(share()).toBeGreaterThan(2 * slice)
  wait(1000)
  for (let k = 0; k < 400; k++) part.work(0)
  expect(share()).toBeGreaterThan(0.98)
})
