import { describe, expect, it } from 'vitest'
import { buildReference, type ReferenceTrace } from './reference-run.ts'

const window = { startSeconds: -0.002, endSeconds: 0.008 }
const pixels = { width: 100, height: 80 }
const reference = (columns: ReferenceTrace['columns'], more: Partial<ReferenceTrace> = {}): ReferenceTrace => ({
  ...{
    label: 'R1',
    columns,
    samplingFrequencyHz: 1000,
    beginSeconds: 0,
    view: { voltsPerDiv: 0.5, offsetVolts: 0.25 },
  },
  ...more,
})

describe('a reference', () => {
  it('has each sample at its time and at its voltage, where there are few', () => {
    const columns = { first: 2, samplesPerColumn: 1, values: [0, 0.5, null, -1] }
    const run = buildReference(reference(columns, { beginSeconds: 0.001 }), window, pixels, 'linear')
    expect(run.form).toBe('line')
    expect([...run.samples].map((k) => run.x[k])).toEqual(
      [0.003, 0.004, 0.005, 0.006].map((x) => expect.closeTo(x, 12)),
    )
    expect([...run.samples].map((k) => run.low[k])).toEqual([0.5, 1.5, Number.NaN, -1.5])
  })

  it('is a band of lowest and highest, each column over its samples', () => {
    const columns = { first: 4, samplesPerColumn: 2, values: [-1, 1, null, null, 0, 0.5] }
    const run = buildReference(reference(columns), window, pixels, 'sinc')
    expect(run).toMatchObject({ form: 'band', count: 3, columnSeconds: 0.002 })
    // Samples 4 and 5 are at 4 and 5 ms.
    expect([...run.x]).toEqual([0.0045, 0.0065, 0.0085].map((x) => expect.closeTo(x, 12)))
    expect([...run.low]).toEqual([-1.5, Number.NaN, 0.5])
    expect([...run.high]).toEqual([2.5, Number.NaN, 1.5])
  })

  it('becomes a band itself where its samples are many', () => {
    const values = Array.from({ length: 2000 }, (_, k) => (k === 1001 ? 3 : 0))
    const run = buildReference(
      reference({ first: 0, samplesPerColumn: 1, values }, { samplingFrequencyHz: 1e6 }),
      { startSeconds: 0, endSeconds: 0.002 },
      pixels,
      'sinc',
    )
    expect(run.form).toBe('band')
    expect(Math.max(...run.high)).toBe(6.5)
    expect(run.count).toBeLessThanOrEqual(101)
  })
})
