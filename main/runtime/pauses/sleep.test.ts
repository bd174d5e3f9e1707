import { afterEach, describe, expect, it, vi } from 'vitest'

const system = vi.hoisted(() => ({ bootedSeconds: 0, awakeMs: 0 }))
vi.mock('node:os', () => ({ uptime: () => system.bootedSeconds }))
vi.mock('../clock.ts', () => ({ monotonicMs: () => system.awakeMs }))

/** The module as a program meets it that starts now. */
async function startedAt(bootedSeconds: number, awakeMs: number) {
  vi.resetModules()
  Object.assign(system, { bootedSeconds, awakeMs })
  return (await import('./sleep.ts')).sleptMs
}

afterEach(() => vi.resetModules())

describe('sleptMs', () => {
  it('is 0 while both clocks go', async () => {
    const sleptMs = await startedAt(5000, 123_456)
    expect(sleptMs()).toBeCloseTo(0, 6)
    Object.assign(system, { bootedSeconds: 5060, awakeMs: 183_456 })
    expect(sleptMs()).toBeCloseTo(0, 6)
  })

  it('adds up what the machine slept since the program started, not before', async () => {
    // Slept an hour before: booted 5000 s ago, awake for 1400 s.
    const sleptMs = await startedAt(5000, 1_400_000)
    expect(sleptMs()).toBeCloseTo(0, 6)
    Object.assign(system, { bootedSeconds: 5000 + 10 + 600, awakeMs: 1_410_000 })
    expect(sleptMs()).toBeCloseTo(600_000, 6)
    Object.assign(system, { bootedSeconds: 5000 + 20 + 600 + 30, awakeMs: 1_420_000 })
    expect(sleptMs()).toBeCloseTo(630_000, 6)
  })
})
