// Segments at the full rate: what they need is most of a core, so they want the machine for themselves.
import { expect, it } from 'vitest'
import { report } from './testing/headless.ts'

// They last 10 ms, and the memory 0.75 s: the analysis may be late, and misses none all the same.
it('at a gigasample per second a trigger each 100 samples misses none', async () => {
  const { segments, lostSamples } = await report(
    ...['--for', '30s', '--segments', '100000'],
    ...['--set', 'segments.length=100', '--set', 'voltage0/source_frequency=10000000'],
  )
  expect(lostSamples).toBe(0)
  expect(segments).toMatchObject({ kept: 100_000, lost: 0, blindSamples: 0 })
  expect(segments!.dtMax).toBeLessThan(1.02e-7)
})
