// What of the memory cannot be exported as segments, and why.
import { expect, it } from 'vitest'
import { formatOf } from '#main/export/testing/exported.ts'
import { FakeRuntime } from '#main/testing/index.ts'
import { type KeptMemory, openPart } from './kept-parts.ts'

const format = formatOf(['le:s16/16>>0'], 1000)
const { clock } = new FakeRuntime()
type Found = NonNullable<Awaited<ReturnType<KeptMemory['segmenting']['codes']>>>

/** Segments of two scans. @param answer what the analysis has of so many */
const memoryOf = (answer: (first: number, count: number) => Partial<Found>): KeptMemory => ({
  format,
  blocks: { begin: 0, end: 0, at: () => expect.fail('no block is asked for') },
  segmenting: {
    codes: async (first, count) => ({
      ...{ epoch: format.epoch, scans: 2, kept: 3 },
      samples: Array.from({ length: count }, (_, k) => 10 * (first + k)),
      triggers: Array.from({ length: count }, (_, k) => 10 * (first + k) + 1.25),
      codes: new Int16Array(2 * count),
      ...answer(first, count),
    }),
  },
})

it('are handed on with their triggers, all as long', async () => {
  const part = await openPart(
    { of: 'segments' },
    memoryOf(() => ({})),
    clock,
  )
  expect(part).toMatchObject({ scans: 6, segmentScans: 2, goneBefore: 0, notYet: 0 })
  const blocks = await part.next()
  expect(
    blocks.map(({ firstSample, scans, lostBefore, trigger }) => [firstSample, scans, lostBefore, trigger]),
  ).toEqual([
    [0, 2, 0, 1.25],
    [10, 2, 0, 11.25],
    [20, 2, 0, 21.25],
  ])
  expect(await part.next()).toEqual([])
})

it('are refused when there are none, of another stream, or more than a file describes', async () => {
  const opened = (answer: Partial<Found>) =>
    openPart(
      { of: 'segments' },
      memoryOf(() => answer),
      clock,
    )
  await expect(opened({ kept: 0 })).rejects.toMatchObject({ errno: 'ENODATA', message: 'No segments are kept.' })
  await expect(opened({ epoch: format.epoch + 1 })).rejects.toMatchObject({ errno: 'ENODATA' })
  await expect(opened({ kept: 1_000_001 })).rejects.toMatchObject({
    errno: 'EOVERFLOW',
    message: 'A file describes up to 1000000 segments; 1000001 are kept. Keep fewer (segments.count).',
  })
})

it('are given up when they became others meanwhile', async () => {
  const part = await openPart(
    { of: 'segments' },
    memoryOf((first, count) => (count > 0 ? { samples: [], epoch: format.epoch + first + 1 } : {})),
    clock,
  )
  await expect(part.next()).rejects.toMatchObject({
    errno: 'ENODATA',
    message: 'The segments became others while they were exported.',
  })
})
