// The trigger from the command line: real threads, real time.
import { describe, expect, it } from 'vitest'
import type { Report } from './report.ts'
import { examined, headless, report } from './testing/headless.ts'

/** The same, and of every sample there is a record: a thread that catches up looks for events first, and leaves pictures out. */
async function drawn(...words: string[]): Promise<Report> {
  for (;;) {
    const one = await examined(...words)
    if (one.drawnShare === 1) return one
  }
}

/** A square wave: one positive pulse of 500 µs in each of its thousand periods a second. */
const square = [
  ...['--set', 'sampling_frequency=1000000', '--set', 'voltage0/source=square', '--set', 'voltage0/source_noise=0'],
  ...['--set', 'voltage0/source_frequency=1000', '--set', 'voltage0/source_amplitude=0.25'],
]

describe('the report', () => {
  it.each([
    ['edge', 1],
    ['edge slope=either', 2],
    ['pulse channel=voltage0 width=<600us', 1],
    ['pulse width=>400us polarity=either', 2],
    ['pulse width=400us..600us mode=normal', 1],
    ['pulse width=<400us', 0],
    ['slew transition=<2us lower=-0.2 upper=0.2', 1],
    ['dropout slope=rising timeout=999us', 1],
    ['dropout slope=rising timeout=1.1ms', 0],
  ])("counts the events of '%s'", async (text, perPeriod) => {
    const { triggerFigures: triggers, samples } = await examined('--for', '200ms', ...square, '--trigger', text)
    expect(triggers.kind).toBe(text.split(' ')[0])
    // The stream may begin and end within a period.
    expect(Math.abs(triggers.count - (perPeriod * samples) / 1000)).toBeLessThanOrEqual(2)
    const none = { lastSecondsAgo: null, shortestSeconds: null, longestSeconds: null }
    if (perPeriod === 0) expect(triggers).toEqual({ kind: triggers.kind, count: 0, perSecond: 0, ...none })
    else {
      expect(Math.abs(triggers.perSecond - (triggers.count / samples) * 1e6)).toBeLessThan(1)
      expect(triggers.lastSecondsAgo).toBeGreaterThanOrEqual(0)
      expect(triggers.lastSecondsAgo).toBeLessThan(1.1e-3)
      // To a sample: both halves of the square are as long.
      expect(Math.abs((triggers.shortestSeconds ?? 0) - 1e-3 / perPeriod)).toBeLessThan(2.1e-6)
      expect(Math.abs((triggers.longestSeconds ?? 0) - 1e-3 / perPeriod)).toBeLessThan(2.1e-6)
    }
  })

  it.each([
    ['edge hysteresis=200mV', 1],
    ['edge hysteresis=300mV', 0],
    ['pattern state=H level=100mV', 1],
    ['pattern state=H level=100mV channelB=voltage1 stateB=H', 1],
    ['nth count=1 slope=falling', 1],
    ['nth count=2 slope=falling armSlope=either', 0],
    ['sequence slope=falling within=501us', 1],
    ['sequence slope=falling within=499us', 0],
  ])("knows '%s'", async (text, perPeriod) => {
    const { triggerFigures: triggers, samples } = await examined('--for', '200ms', ...square, '--trigger', text)
    expect(Math.abs(triggers.count - (perPeriod * samples) / 1000)).toBeLessThanOrEqual(2)
  })

  it('has records only as often as the hold-off lets them be, by time and by events', async () => {
    for (const [text, periods] of [
      ['pulse width=<600us holdoff=9.5ms', 10],
      ['pulse width=<600us holdoffEvents=9', 10],
      ['edge holdoffEvents=9', 10],
      ['edge holdoff=4.5ms', 5],
    ] as const) {
      const {
        triggerFigures: triggers,
        samples,
        waveformsPerSecond,
        seconds,
      } = await drawn('--for', '200ms', ...square, '--trigger', text)
      expect(Math.abs(waveformsPerSecond * seconds - samples / (1000 * periods))).toBeLessThanOrEqual(2)
      if (triggers.kind === 'pulse') expect(Math.abs(triggers.count - samples / 1000)).toBeLessThanOrEqual(2)
    }
  })

  it('has the events of two channels, and of another device', async () => {
    const second = ['--set', 'voltage1/en=1', '--set', 'voltage1/source=square', '--set', 'voltage1/source_noise=0']
    const both = [...second, '--set', 'voltage1/source_frequency=500', '--set', 'voltage1/source_amplitude=0.25']
    const { triggerFigures: triggers, samples } = await examined(
      ...['--for', '200ms', ...square, ...both],
      ...['--trigger', 'nth channel=voltage0 count=2 armChannel=voltage1 armSlope=rising'],
    )
    expect(Math.abs(triggers.count - samples / 2000)).toBeLessThanOrEqual(2)
    const dummy = await report('--device', 'at91-adc', '--for', '100ms', '--trigger', 'pattern mode=normal')
    expect(dummy.triggerFigures.kind).toBe('pattern')
  })

  it('counts every event, however near to one another, and only those of the trigger in force', async () => {
    const fast = ['--set', 'sampling_frequency=10000000', '--set', 'voltage0/source=square']
    const { triggerFigures: triggers, samples } = await examined(
      ...['--for', '200ms', ...fast, '--set', 'voltage0/source_frequency=1000000', '--set', 'voltage0/source_noise=0'],
      ...['--trigger', 'edge', '--trigger', 'pulse polarity=either width=>1ns'],
    )
    expect(Math.abs(triggers.count - samples / 5)).toBeLessThanOrEqual(4)
    // Four in five of these begin no record.
    const edges = await examined(
      ...['--for', '200ms', ...fast, '--set', 'voltage0/source_frequency=50000', '--set', 'voltage0/source_noise=0'],
      ...['--trigger', 'edge'],
    )
    expect(Math.abs(edges.triggerFigures.count - edges.samples / 200)).toBeLessThanOrEqual(2)
    expect(edges.waveformsPerSecond * edges.seconds).toBeLessThan(edges.triggerFigures.count / 3)
  })
})

it.each([
  ['glitch', "There is no trigger 'glitch'; there are edge, pulse,"],
  [
    'edge channel=voltage9',
    "--trigger 'edge channel=voltage9': There is no channel 'voltage9' to trigger on; there are voltage0, voltage1.",
  ],
  ['edge level=500V', "--trigger 'edge level=500V': The trigger level of CH1 goes from"],
])('--trigger %s is refused before anything starts', async (text, sentence) => {
  const outcome = headless('--for', '1s', '--trigger', text)
  const complaint = await outcome
    .then(({ code, complaints }) => ({ code, text: complaints.join() }))
    .catch((thrown: Error) => ({ code: 2, text: thrown.message }))
  expect(complaint.code).toBe(2)
  expect(complaint.text).toContain(sentence)
})
