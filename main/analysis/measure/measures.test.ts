import { describe, expect, it } from 'vitest'
import { measureAll } from './measures.ts'

describe('measurements', () => {
  const signal = { lowVolts: -0.5, highVolts: 1.5, meanVolts: 0.5, deviationVolts: 0.7, frequencyHz: 1e6 }

  it('are found from the figures of a signal', () => {
    expect(measureAll(signal)).toEqual({ maximum: 1.5, minimum: -0.5, mean: 0.5, frequency: 1e6 })
  })

  it('are null where the signal does not have them', () => {
    expect(measureAll({ ...signal, frequencyHz: Number.NaN }).frequency).toBeNull()
  })
})
