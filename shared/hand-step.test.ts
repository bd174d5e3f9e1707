import { describe, expect, it } from 'vitest'
import { byHand, handStep } from './hand-step.ts'

describe('the step of a hand', () => {
  it.each([
    [0.5, 0.005],
    [0.2, 0.002],
    [1, 0.01],
    [0.3, 0.002],
    [2e-7, 2e-9],
    [5e-6, 5e-8],
  ])('at %d per division is %d', (perDivision, step) => {
    expect(handStep(perDivision)).toBeCloseTo(step, 15)
  })

  it.each([
    [-0.6595, 0.5, -0.66],
    [-0.000702, 0.5, 0],
    [9.501e-6, 5e-6, 9.5e-6],
    [0.1234, 0.001, 0.1234],
  ])('rounds %d at %d per division to %d', (value, perDivision, rounded) => {
    expect(byHand(value, perDivision)).toBe(rounded)
  })
})
