// Measurements from the command line: real threads, real time.
import { expect, it } from 'vitest'
import { headless, report } from './testing/headless.ts'

const clock = [
  ...['--set', 'sampling_frequency=1000000', '--set', 'voltage0/source=square', '--set', 'voltage0/source_noise=0'],
  ...['--set', 'voltage0/source_frequency=1000', '--set', 'voltage0/source_amplitude=0.25'],
]

it('the report has what was measured, in SI units, in the order in which it was asked for', async () => {
  const { measurements } = await report(
    ...['--for', '300ms', ...clock],
    ...['--measure', 'frequency voltage0', '--measure=amplitude voltage0', '--measure', 'dutyCycle voltage0'],
    ...['--measure', 'max voltage1'],
  )
  expect(measurements.map(({ name, channel, unit }) => [name, channel, unit])).toEqual([
    ['frequency', 'voltage0', 'Hz'],
    ['amplitude', 'voltage0', 'V'],
    ['dutyCycle', 'voltage0', '1'],
    ['max', 'voltage1', 'V'],
  ])
  const [frequency, amplitude, duty, other] = measurements
  for (const [found, wanted] of [
    [frequency, 1000],
    [amplitude, 0.5],
    [duty, 0.5],
  ] as const) {
    expect(Math.abs(found!.mean! / wanted - 1)).toBeLessThan(0.01)
    expect(found!.min).toBeLessThanOrEqual(found!.mean!)
    expect(found!.max).toBeGreaterThanOrEqual(found!.mean!)
    expect(found).toMatchObject({ reason: null, now: expect.any(Number), sigma: expect.any(Number) })
    expect(found!.count).toBeGreaterThan(0)
    expect(found!.share).toBeGreaterThan(0)
  }
  expect(other).toMatchObject({ now: null, mean: null, count: 0, reason: 'the channel is not captured' })
})

it.each([
  ['slope voltage0', "--measure 'slope voltage0': There is no measurement 'slope'; there are frequency, period,"],
  ['rise voltage9', "There is no channel 'voltage9' to measure; there are voltage0, voltage1."],
  ['rise', "The measurement rise takes one channel, as in 'rise voltage0', not 'rise'."],
  [
    'phase voltage0',
    "The measurement phase takes two channels, as in 'phase voltage0 voltage1', not 'phase voltage0'.",
  ],
])('--measure %s is refused before anything starts', async (text, sentence) => {
  const { code, complaints } = await headless('--for', '1s', '--measure', text)
  expect(code).toBe(2)
  expect(complaints.join()).toContain(sentence)
})

it('through the gate of the screen only what stands on it is measured, and another time base begins anew', async () => {
  // Around a rising edge of 1 kHz: 1.05 ms to each side hold five edges, 2.05 ms nine.
  const screen = ['--set', 'measurements.gate=screen', '--set', 'timebase.secondsPerDiv=210us'] as const
  const asked = ['--measure', 'edges voltage0', '--measure', 'period voltage0'] as const
  const { measurements } = await report('--for', '300ms', ...clock, ...screen, ...asked)
  const [edges, period] = measurements
  expect(edges!.count).toBeGreaterThan(5)
  expect([edges!.min, edges!.max]).toEqual([5, 5])
  expect(Math.abs(period!.mean! / 1e-3 - 1)).toBeLessThan(0.01)
  // From 0.1 to 0.9 ms behind a rising edge there is only the falling one, whichever cursor is the earlier.
  const cursors = [
    '--set',
    'cursors.t1=0.9ms',
    '--set',
    'cursors.t2=0.1ms',
    '--set',
    'measurements.gate=cursors',
  ] as const
  const [between] = (await report('--for', '300ms', ...clock, ...cursors, ...asked)).measurements
  expect(between!.count).toBeGreaterThan(5)
  expect([between!.min, between!.max]).toEqual([1, 1])
  const later = ['--at', '200ms:timebase.secondsPerDiv=410us'] as const
  const changed = (await report('--for', '500ms', ...clock, ...screen, ...later, ...asked)).measurements[0]!
  expect([changed.min, changed.max]).toEqual([9, 9])
})
