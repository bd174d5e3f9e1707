// What is told of a break in time, of a hub whose samples come as a test says.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TimeBreaks } from '#main/runtime/pauses/time-breaks.ts'
import { FakeRuntime } from '#main/testing/index.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import type { Problem } from '#shared/contract/topics/status.ts'
import { clockTime } from '#shared/time-words.ts'
import { type BreakParts, ToldBreaks } from './told-breaks.ts'

const at = Date.UTC(2026, 0, 1)
const clocks = { now: 0, unix: at, slept: 0, busy: 0 }
const hub = {
  samples: 0,
  lostSamples: 0,
  slippedMs: 0,
  isRunning: true,
  gapsByClock: false,
  set: 0,
  onFlush: (): void => undefined,
}
let recording: Partial<RecordingState> | null = null
let runtime: FakeRuntime
let breaks: ToldBreaks
let told: Problem[] = []

beforeEach(() => {
  Object.assign(clocks, { now: 0, unix: at, slept: 0, busy: 0 })
  Object.assign(hub, { samples: 5000, lostSamples: 7, slippedMs: 3, isRunning: true, gapsByClock: false, set: 0 })
  hub.onFlush = () => undefined
  recording = null
  told = []
  runtime = new FakeRuntime()
  breaks = new ToldBreaks({
    breaks: new TimeBreaks({
      nowMs: () => clocks.now,
      unixMs: () => clocks.unix,
      sleptMs: () => clocks.slept,
      busyMs: () => clocks.busy,
    }),
    clock: runtime.clock,
    recordings: {
      get state() {
        return recording as RecordingState | null
      },
    },
    hub: {
      get samples() {
        return hub.samples
      },
      get lostSamples() {
        return hub.lostSamples
      },
      get isRunning() {
        return hub.isRunning
      },
      get account() {
        return { slippedMs: hub.slippedMs }
      },
      get format() {
        return { gapsByClock: hub.gapsByClock }
      },
      flush: () => Promise.resolve(hub.onFlush()),
      clockSet: (byMs: number) => {
        hub.set += byMs
      },
    } as unknown as BreakParts['hub'],
  })
  breaks.onTold.on((problem) => told.push(problem))
})
afterEach(() => breaks.dispose())

/** So much passes on each clock, and it is looked. */
async function pass(by: Partial<typeof clocks>): Promise<void> {
  for (const [name, ms] of Object.entries(by)) clocks[name as keyof typeof clocks] += ms
  breaks.look()
  await runtime.settle()
}

const slept = { now: 100, unix: 12_100, slept: 12_000 }
const fell = clockTime(at)

describe('breaks in time on the screen', () => {
  it('tell a sleep with its length, when, and how many samples are missing: of all that were lost since the look before', async () => {
    hub.onFlush = () => {
      hub.samples += 100
      hub.lostSamples = 7 + 12_000_000
    }
    await pass(slept)
    runtime.advance(250)
    await runtime.settle()
    expect(told).toMatchObject([
      {
        severity: 'warning',
        message: `The machine slept for 12.0 s at ${fell}: 12.0 MSa are missing.`,
        tip: null,
      },
    ])
  })

  it('wait for the first samples behind it, and say that a recording lists what it lacks', async () => {
    recording = { state: 'recording' }
    await pass({ now: 12_250, unix: 12_250 })
    runtime.advance(250)
    await runtime.settle()
    expect(told).toEqual([])
    hub.onFlush = () => {
      hub.samples++
      hub.lostSamples = 12_007
    }
    runtime.advance(250)
    await runtime.settle()
    expect(told).toMatchObject([
      {
        message: `The program was stopped, or got no time from the machine, for 12.0 s at ${fell}: 12.0 kSa are missing.`,
        tip: 'The recording goes on; its description says what it lacks.',
      },
    ])
  })

  it('claim nothing while no sample of behind it has come, or nobody counts what is missing', async () => {
    await pass(slept)
    for (let look = 0; look < 8; look++) {
      expect(told).toEqual([])
      runtime.advance(250)
      await runtime.settle()
    }
    hub.gapsByClock = true
    hub.onFlush = () => void hub.samples++
    await pass(slept)
    runtime.advance(250)
    await runtime.settle()
    expect(told.map(({ severity, message }) => [severity, message.split(/(?<=:\d\d): /)[1]])).toEqual(
      Array.from({ length: 2 }, () => ['warning', 'What is missing shows when the device gives samples again.']),
    )
  })

  it('say by how much a clock of samples fell behind, and when nothing is missing', async () => {
    hub.onFlush = () => void hub.samples++
    await pass(slept)
    hub.slippedMs += 11_800
    runtime.advance(250)
    await runtime.settle()
    await pass({ now: 250, unix: 250 })
    await pass(slept)
    runtime.advance(250)
    await runtime.settle()
    expect(told.map(({ severity, message }) => [severity, message.split(/(?<=:\d\d): /)[1]])).toEqual([
      ['warning', 'The clock of the samples fell behind by 11.8 s.'],
      ['info', 'No sample is missing.'],
    ])
  })

  it('say nothing of samples when nothing is captured', async () => {
    hub.isRunning = false
    await pass(slept)
    expect(told).toMatchObject([{ severity: 'info', message: `The machine slept for 12.0 s at ${fell}.` }])
  })

  it('tell a clock that was set, by how much and to what, and the hub tells its times by the new one', async () => {
    await pass({ now: 250, unix: 250 + 7_200_000 })
    await pass({ now: 250, unix: 250 - 3_600_000 })
    expect(told.map(({ message }) => message)).toEqual([
      `The clock of this machine was set forward by 2:00:00 h, to ${clockTime(at + 7_200_250)}.`,
      `The clock of this machine was set back by 1:00:00 h, to ${clockTime(at + 3_600_500)}.`,
    ])
    expect(hub.set).toBe(3_600_000)
  })
})
