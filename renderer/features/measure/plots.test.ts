import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakePlot } from '#shared/testing/fake-measured.ts'
import { axisName, axisUnit, axisUnitOf, tickTexts } from './axis-figures.ts'
import { histogramPicture, trendPicture } from './small-plot.ts'

describe('figures along an axis', () => {
  it('have one prefix, and the decimals that their distance needs', () => {
    const hertz = axisUnit(1_002_000, 'Hz')
    expect(hertz).toEqual({ scale: 1e6, unit: 'MHz' })
    expect(tickTexts([999_000, 1_000_000, 1_001_000], hertz)).toEqual(['0.999', '1.000', '1.001'])
    expect(tickTexts([-5e-9, 0, 5e-9], axisUnit(8e-9, 's'))).toEqual(['−5', '0', '5'])
    expect(tickTexts([0.25, 0.5], axisUnit(0.5, axisUnitOf('dutyCycle', '1')))).toEqual(['25', '50'])
    expect(tickTexts([-5, -2.5, 0], axisUnit(5, 's'))).toEqual(['−5.0', '−2.5', '0.0'])
    expect(axisName('Rise time', axisUnit(3e-7, 's'))).toBe('Rise time, ns')
    expect(axisName('Edges', axisUnit(42, axisUnitOf('edges', '1')))).toBe('Edges')
  })

  it('read back as the values, whatever these are', () => {
    const exponent = fc.integer({ min: -14, max: 14 })
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }), exponent, (first, power) => {
        const step = 10 ** power
        const ticks = [first, first + 1, first + 2].map((k) => k * step)
        const unit = axisUnit(Math.max(...ticks.map(Math.abs)), 'V')
        tickTexts(ticks, unit).forEach((text, k) => {
          const back = Number(text.replace('−', '-')) * unit.scale
          expect(Math.abs(back - ticks[k]!)).toBeLessThanOrEqual(0.51 * step)
        })
        expect(new Set(tickTexts(ticks, unit)).size).toBe(3)
      }),
    )
  })
})

describe('the pictures of a measurement', () => {
  const plot = fakePlot('Hz')

  it('have the newest value at the right, at 0 s', () => {
    const { data, across, x, y } = trendPicture(plot, 'Frequency', 'Hz', 'red')
    expect([data[0].at(-1), across[1], data[0].length]).toEqual([0, 0, 200])
    expect(across[0]).toBeCloseTo(-199 * 0.05, 9)
    expect([axisName(x.name, x), axisName(y.name, y)]).toEqual(['Time, s', 'Frequency, Hz'])
  })

  it('have a bin of the histogram where its values are', () => {
    const { data, across } = histogramPicture(plot, 'Frequency', 'Hz', 'red')
    expect(data[0][0]).toBeCloseTo(0.88 + 0.0027 / 2, 12)
    expect(across).toEqual([0.88, 0.88 + 0.0027 * 90])
    expect(data[1]).toEqual(plot.histogram!.counts)
  })

  it('are empty while there are no values', () => {
    const empty = { ...plot, trend: { secondsPerColumn: 1e-3, min: [], max: [], mean: [] }, histogram: null }
    expect(trendPicture(empty, 'Frequency', 'Hz', 'red').data[0]).toEqual([])
    expect(histogramPicture(empty, 'Frequency', 'Hz', 'red').data[0]).toEqual([])
  })
})
