import { expect, it } from 'vitest'
import { AchievedRate } from './achieved-rate.ts'

const feed = (meter: AchievedRate, rate: number, asked: number, times: number): (number | null)[] =>
  Array.from({ length: times }, () => meter.add({ samplesPerSecond: rate }, asked))

it('tells the rate that is achieved when it stays below the one asked for', () => {
  const meter = new AchievedRate()
  expect(feed(meter, 2.5e9, 4e9, 7)).toEqual(Array(7).fill(null))
  expect(feed(meter, 2.5e9, 4e9, 1)).toEqual([2.5e9])
  expect(feed(meter, 4e9, 4e9, 8).at(-1)).toBeNull()
})

it('begins anew with another rate, and says nothing while nothing is captured', () => {
  const meter = new AchievedRate()
  expect(feed(meter, 2.5e9, 4e9, 8).at(-1)).toBe(2.5e9)
  expect(feed(meter, 1e9, 2e9, 1)).toEqual([null])
  expect(feed(meter, 0, 0, 9).at(-1)).toBeNull()
})

it('is not bothered by what flutters', () => {
  const meter = new AchievedRate()
  expect(feed(meter, 0.99e9, 1e9, 20).at(-1)).toBeNull()
})
