import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clampCode, codeToVolts, fullScale, maxCode, minCode, voltsToCode } from './codes.ts'

const channel = { scaleMillivolts: 0.5, offsetCodes: -100 }

describe('codes and volts', () => {
  it('follow (raw + offset) * scale', () => {
    expect(codeToVolts(2100, channel)).toBe(1)
    expect(voltsToCode(1, channel)).toBe(2100)
    expect(fullScale(channel)).toEqual({ low: -16.434, high: 16.3335 })
  })

  it('are the same there and back, for every scale and offset', () => {
    const scaled = fc.record({
      scaleMillivolts: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
      offsetCodes: fc.integer({ min: minCode, max: maxCode }),
    })
    fc.assert(
      fc.property(fc.integer({ min: minCode, max: maxCode }), scaled, (code, one) => {
        expect(clampCode(voltsToCode(codeToVolts(code, one), one))).toBe(code)
      }),
      { examples: [[0, { scaleMillivolts: 0.08375961385922602, offsetCodes: 24544 }]] },
    )
  })

  it('have an end on either side', () => {
    expect([clampCode(1e9), clampCode(-1e9), clampCode(0.5), clampCode(-0.4)]).toEqual([32767, -32768, 1, 0])
  })
})
