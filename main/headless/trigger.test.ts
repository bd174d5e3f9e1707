// The trigger from the command line: real threads, real time.
import { describe, expect, it } from 'vitest'
import { headless, report } from './testing/headless.ts'

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
    const { triggers, samples } = await report('--for', '200ms', ...square, '--trigger', text)
    expect(triggers.kind).toBe(text.split(' ')[0])
    // The stream may begin and end within a period.
    expect(Math.abs(triggers.count - (perPeriod * samples) / 1000)).toBeLessThanOrEqual(2)
    if (perPeriod === 0) expect(triggers).toEqual({ kind: triggers.kind, count: 0, perSecond: 0, lastSecondsAgo: null })
    else {
      expect(Math.abs(triggers.perSecond - (triggers.count / samples) * 1e6)).toBeLessThan(1)
      expect(triggers.lastSecondsAgo).toBeGreaterThanOrEqual(0)
      expect(triggers.lastSecondsAgo).toBeLessThan(1.1e-3)
    }
  })

  it('counts every event, however near to one another, and only those of the trigger in force', async () => {
    const fast = ['--set', 'sampling_frequency=10000000', '--set', 'voltage0/source=square']
    const { triggers, samples } = await report(
      ...['--for', '200ms', ...fast, '--set', 'voltage0/source_frequency=1000000', '--set', 'voltage0/source_noise=0'],
      ...['--trigger', 'edge', '--trigger', 'pulse polarity=either width=>1ns'],
    )
    expect(Math.abs(triggers.count - samples / 5)).toBeLessThanOrEqual(4)
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
