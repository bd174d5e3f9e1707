// A minute of the soak, in every run of all tests; alone, because it wants both cores of a small machine. Ten minutes:
// npm run bench -- soak.
import { expect, it } from 'vitest'
import { flatGrowth } from './growth.ts'
import { soak } from './soak.ts'

it('a minute at 1 GS/s, watched, loses nothing and takes no more memory at its end than at its begin', {
  timeout: 200_000,
}, async () => {
  const seen = await soak(60)
  expect(seen.lostSamples).toBe(0)
  expect(seen.growth).toBeLessThan(flatGrowth)
  expect(seen.blockMemoryGrowth).toBeLessThan(flatGrowth)
  // It did run: samples were captured, some were looked at, frames came.
  expect(seen.scansPerSecond).toBeGreaterThan(0)
  expect(seen.examinedShare).toBeGreaterThan(0)
  expect(seen.framesPerSecond).toBeGreaterThan(1)
})
