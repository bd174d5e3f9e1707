import { expect, it } from 'vitest'
import type { Acquired } from '#shared/frame/acquired.ts'
import { acquisitionWords } from './acquisition-words.ts'
import { groupDigits } from './figures.ts'

const average: Acquired = {
  mode: 'average',
  state: 'drawn',
  records: 12,
  wanted: 64,
  bitsGained: 1.79,
  share: 1,
  first: 0,
  step: 1,
  points: 10,
}

it.each<[Partial<Acquired>, string]>([
  [{}, 'average of 12 of 64 records · +1.8 bits'],
  [{ step: 3, share: 0.84 }, 'average of 12 of 64 records · 3 samples per point · +1.8 bits · of 84 % of the records'],
  [{ state: 'none' }, 'average: no record yet'],
  [{ state: 'untriggered' }, 'average: no trigger to align records at'],
  [{ mode: 'envelope', records: 1234, wanted: 0 }, `envelope of ${groupDigits(1234)} records`],
  [{ mode: 'envelope', records: 1, wanted: 0 }, 'envelope of 1 record'],
  [{ mode: 'envelope', records: 2, wanted: 8, state: 'past' }, 'envelope: records are of now, not of the past'],
  [{ mode: 'highres', step: 833, bitsGained: 4.86 }, 'high resolution · 833 samples per point · +4.9 bits'],
  [
    { mode: 'highres', step: 833, bitsGained: 4.86, share: 0.5 },
    'high resolution · 833 samples per point · +4.9 bits · of 50 % of the samples',
  ],
  [{ mode: 'highres', state: 'fine' }, 'high resolution: one sample per point, nothing to average'],
])('%o is said as %s', (changed, words) => {
  expect(acquisitionWords({ ...average, ...changed })).toBe(words)
})
