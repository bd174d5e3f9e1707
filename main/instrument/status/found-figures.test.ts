import { expect, it } from 'vitest'
import type { InstrumentEvents } from '#shared/contract/topics.ts'
import { type FoundParts, FoundTeller } from './found-figures.ts'

type Measured = InstrumentEvents['measurementFigures']

function telling() {
  const now = { isRunning: true, count: 1, hasListeners: true, isFailing: false }
  const told: Measured[] = []
  const silent = { fire: () => undefined, hasListeners: true }
  const parts = {
    hub: now,
    measures: {
      chosen: [{}],
      figures: async () => {
        if (now.isFailing) throw new Error('the analysis is started again')
        return [{ measurement: 'frequency voltage0', count: now.count }]
      },
    },
    search: { fields: () => ({ searchOn: false }), figures: () => Promise.reject(new Error('not asked')) },
    segments: { settings: { on: false }, figures: () => Promise.reject(new Error('not asked')) },
  } as unknown as FoundParts
  const teller = new FoundTeller(parts, {
    measurementFigures: {
      fire: (figures) => void told.push(figures),
      get hasListeners() {
        return now.hasListeners
      },
    },
    searchFigures: silent,
    segmentsKept: silent,
  })
  /** So many turns; whether it moved at the last. */
  const turns = async (count: number): Promise<boolean> => {
    let moves = false
    for (let k = 0; k < count; k++) {
      moves = teller.tell()
      await Promise.resolve()
      await Promise.resolve()
    }
    return moves
  }
  return { now, told, teller, turns }
}

it('tells what was found when it is news, and rests once the capture has stopped', async () => {
  const { now, told, turns } = telling()
  expect(await turns(3)).toBe(true)
  expect(told).toHaveLength(1)
  now.count = 2
  now.isRunning = false
  expect(await turns(2)).toBe(true)
  expect(await turns(5)).toBe(false)
  expect(told).toHaveLength(2)
  now.count = 3
  expect(await turns(2)).toBe(true)
  expect(told.at(-1)).toMatchObject([{ count: 3 }])
})

it('tells who comes all there is, and nobody nothing', async () => {
  const { now, told, teller, turns } = telling()
  now.isRunning = false
  await turns(3)
  teller.renew()
  await turns(1)
  expect(told).toHaveLength(2)
  now.hasListeners = false
  now.count = 9
  expect(await turns(3)).toBe(false)
  expect(told).toHaveLength(2)
})

it('goes on when there are no figures for a while', async () => {
  const { now, told, turns } = telling()
  now.isFailing = true
  expect(await turns(3)).toBe(true)
  now.isFailing = false
  await turns(1)
  expect(told).toHaveLength(1)
})
