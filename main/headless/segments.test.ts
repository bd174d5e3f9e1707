// Segments from the command line: real threads, real time.
import { expect, it } from 'vitest'
import { headless, report } from './testing/headless.ts'

const clock = [
  ...['--set', 'sampling_frequency=1000000', '--set', 'voltage0/source=square', '--set', 'voltage0/source_noise=0'],
  ...['--set', 'voltage0/source_frequency=10000', '--set', 'voltage0/source_amplitude=0.25'],
]

it('so many are kept, back to back, and the capture ends with the last of them', async () => {
  const { segments, seconds } = await report(
    ...['--for', '30s', ...clock, '--segments', '2000'],
    ...['--set', 'segments.length=100', '--set', 'segments.before=20'],
  )
  expect(seconds).toBeLessThan(25)
  expect(segments).toMatchObject({ wanted: 2000, room: 2000, kept: 2000, lost: 0 })
  const { first, last, dtMin, dtMean, rearm } = segments!
  // A trigger each 100 samples; 80 of a segment are behind it.
  expect(dtMin).toBeCloseTo(1e-4, 8)
  expect(rearm).toBeCloseTo(2e-5, 6)
  expect(last! - first!).toBeCloseTo(1999 * dtMean!, 8)
})

it('events that come before the end of a segment are lost, and counted', async () => {
  const { segments } = await report(
    ...['--for', '30s', ...clock, '--segments', '300'],
    ...['--set', 'segments.length=450', '--set', 'segments.before=0'],
  )
  expect(segments!.kept).toBe(300)
  expect(segments!.lost).toBeGreaterThan(3 * 299)
  expect(segments!.dtMin).toBeCloseTo(5e-4, 8)
})

it.each([
  [['--segments', '0'], '--segments takes a whole number from 1 to 10000000'],
  [['--segments', '10000000', '--set', 'segments.length=1000000'], 'of them fit'],
])('%j is refused before anything starts', async (words, sentence) => {
  if (words[1] === '0') {
    await expect(headless('--for', '1s', ...words)).rejects.toThrow(sentence)
    return
  }
  const { code, complaints } = await headless('--for', '1s', ...words)
  expect(code).toBe(2)
  expect(complaints.join()).toContain(sentence)
})
