import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WallClock } from './wall-clock.ts'

/** A world in which each reading takes time, now and then a lot, and the wall clock is `apartMs` ahead of the monotonic one. */
class World {
  ms = 0
  apartMs: number
  readonly #stepsMs: readonly number[]
  #reading = 0
  readonly nowMs = (): number => this.#read()
  readonly wholeMs = (): number => Math.floor(this.#read() + this.apartMs)

  constructor(apartMs: number, stepsMs: readonly number[]) {
    this.apartMs = apartMs
    this.#stepsMs = stepsMs
  }

  #read(): number {
    this.ms += this.#stepsMs[this.#reading++ % this.#stepsMs.length]!
    return this.ms
  }
}

const apart = fc.double({ min: 1e12, max: 2e12, noNaN: true, noDefaultInfinity: true })
/** Readings of a tenth of a microsecond to 10 µs, now and then one for which the thread waited. */
const steps = fc.array(
  fc.oneof({ weight: 20, arbitrary: fc.double({ min: 1e-4, max: 1e-2, noNaN: true }) }, fc.constant(7.3)),
  { minLength: 50, maxLength: 80 },
)

describe('the wall clock', () => {
  it('tells fractions of a millisecond, however coarse the clock of the machine', () => {
    fc.assert(
      fc.property(apart, (apartMs) => {
        const world = new World(apartMs, [2e-4])
        const clock = new WallClock(world.nowMs, world.wholeMs)
        for (let reading = 0; reading < 20; reading++) {
          world.ms += 0.37
          expect(Math.abs(clock.unixMs() - (world.ms + apartMs))).toBeLessThan(0.01)
        }
      }),
    )
  })

  it('is never a millisecond from it, however long its thread is made to wait between two readings', () => {
    fc.assert(
      fc.property(apart, steps, (apartMs, stepsMs) => {
        const world = new World(apartMs, stepsMs)
        const clock = new WallClock(world.nowMs, world.wholeMs)
        for (let reading = 0; reading < 50; reading++) {
          const before = world.ms + apartMs
          const told = clock.unixMs()
          expect(told).toBeGreaterThan(before - 1)
          expect(told).toBeLessThan(world.ms + apartMs + 1)
        }
      }),
    )
  })

  it('is as much ahead of the other one for all who ask: a sample has one instant in every file', () => {
    const world = new World(1e12 + 0.25, [3e-4])
    const clock = new WallClock(world.nowMs, world.wholeMs)
    const first = clock.unixMinusNowMs()
    for (let reading = 0; reading < 50; reading++) {
      world.ms += 0.37
      expect(clock.unixMinusNowMs()).toBe(first)
    }
    world.apartMs += 3_600_000
    expect(Math.abs(clock.unixMinusNowMs() - world.apartMs)).toBeLessThan(1.01)
  })

  it('follows a clock that is set, forward and back, at once', () => {
    const world = new World(1e12 + 0.25, [1e-3])
    const clock = new WallClock(world.nowMs, world.wholeMs)
    for (const byMs of [3_600_000, -7_200_000, 0.6, -0.4]) {
      world.apartMs += byMs
      world.ms += 5
      expect(Math.abs(clock.unixMs() - (world.ms + world.apartMs))).toBeLessThan(1.01)
    }
  })

  it('is there although the clocks stand still', () => {
    expect(
      new WallClock(
        () => 5,
        () => 1000,
      ).unixMs(),
    ).toBe(1000)
  })
})
