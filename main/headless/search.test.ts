// A search over the memory from the command line: real threads, real time.
import { expect, it } from 'vitest'
import type { Report } from './report.ts'
import { headless, report } from './testing/headless.ts'

/** A square wave: a thousand periods a second. */
const square = [
  ...['--set', 'sampling_frequency=1000000', '--set', 'voltage0/source=square', '--set', 'voltage0/source_noise=0'],
  ...['--set', 'voltage0/source_frequency=1000', '--set', 'voltage0/source_amplitude=0.25'],
]

const searched = async (...words: string[]): Promise<NonNullable<Report['search']>> => {
  const { search } = await report('--for', '200ms', ...square, ...words)
  expect(search).not.toBeNull()
  return search!
}

it('finds every event in memory, beside another trigger, and says where each is', async () => {
  const search = await searched('--search', 'edge slope=falling', '--trigger', 'dropout timeout=1')
  expect(search).toMatchObject({ kind: 'edge', share: 1, isDone: true })
  const samples = search.newestSample - search.oldestSample
  expect(Math.abs(search.count - samples / 1000)).toBeLessThanOrEqual(1)
  expect(search.positions).toHaveLength(search.count)
  const apart = search.positions.slice(1).map((position, k) => position - search.positions[k]!)
  for (const one of apart) expect(one).toBeCloseTo(1000, 1)
  expect(search.longestSeconds).toBeCloseTo(1e-3, 9)
  expect(search.perSecond).toBeCloseTo((search.count / samples) * 1e6, 6)
  expect(search.lastSecondsAgo).toBeLessThan(1.1e-3)
})

it('finds none where there is none, and nothing is reported where nothing is looked for', async () => {
  const none = { count: 0, positions: [], lastSecondsAgo: null }
  expect(await searched('--search', 'pulse width=<400us')).toMatchObject(none)
  expect((await report('--for', '50ms', ...square)).search).toBeNull()
})

it('is refused with a sentence that says what there is', async () => {
  await expect(headless('--for', '10ms', '--search', 'runt width=1us')).rejects.toThrow(
    "A trigger of kind runt has channel, polarity, lower, upper, hysteresis, noiseReject, and no 'width'.",
  )
  const { code, complaints } = await headless('--for', '10ms', '--search', 'runt channel=voltage9')
  expect(code).toBe(2)
  expect(complaints[0]).toMatch(/^--search 'runt channel=voltage9': /)
})
