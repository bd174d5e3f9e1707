import { expect, it } from 'vitest'
import { growthOf } from './growth.ts'

it('growth is the last quarter over the first, whatever single values do', () => {
  expect(growthOf([100, 900, 100, 100, 100, 100, 100, 100, 110, 1, 110, 110])).toBeCloseTo(0.1)
  expect(growthOf([200, 200, 100, 100])).toBeCloseTo(-0.5)
  expect(growthOf([1, 2, 3])).toBeNaN()
})
