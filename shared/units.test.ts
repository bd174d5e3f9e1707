import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fineStep,
  formatBytes,
  formatSi,
  parseBytes,
  parseSamples,
  parseSeconds,
  parseSi,
  plainDecimal,
  siParts,
  step125,
} from './units.ts'

describe('formatSi', () => {
  it.each([
    [0, 'V', '0.00 V'],
    [1e9, 'S/s', '1.00 GS/s'],
    [998123, 'wfm/s', '998 kwfm/s'],
    [999_960, 'Hz', '1.00 MHz'],
    [9.996, 'V', '10.0 V'],
    [99.96, 'V', '100 V'],
    [999.6, 'V', '1.00 kV'],
    [20e-6, 's', '20.0 µs'],
    [-0.0305, 'V', '−30.5 mV'],
    [1e-15, 's', '1.00 fs'],
    [1.5e15, 'S', '1.50 PS'],
    [Number.NaN, 'V', '– V'],
    [Number.POSITIVE_INFINITY, 'V', '– V'],
    [12, '', '12.0'],
  ])('writes %d %s as %j', (value, unit, text) => {
    expect(formatSi(value, unit)).toBe(text)
  })

  it('has constant width for every value it has a prefix for', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-15, max: 9.98e17, noNaN: true }), (value) => {
        expect(siParts(value, 'V').digits.replace('.', '')).toHaveLength(3)
      }),
    )
  })

  it('is read back by parseSi within its digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-14, max: 1e12, noNaN: true }), fc.boolean(), (magnitude, negative) => {
        const value = negative ? -magnitude : magnitude
        expect(Math.abs(parseSi(formatSi(value, 'V', 6), 'V') / value - 1)).toBeLessThan(1e-5)
      }),
    )
  })
})

describe('parseSi', () => {
  it.each([
    ['20 us', 's', 20e-6],
    ['20µs', 's', 20e-6],
    // 50 * 1e-6 is 0.000049999999999999996.
    ['50us', 's', 0.00005],
    ['3e-2 ms', 's', 3e-5],
    ['2e30 n', 's', 2e21],
    ['20 μs', 's', 20e-6],
    ['1.5k', 'Hz', 1500],
    ['120mV', 'V', 0.12],
    ['−3', 'V', -3],
    ['2e6', '', 2e6],
    ['.5', 'V', 0.5],
    [' 1 GS/s ', 'S/s', 1e9],
    // A decimal comma, digits in groups, spaces and signs of every kind.
    ['1,5', 'V', 1.5],
    ['0,5 V', 'V', 0.5],
    ['-0,25', 'V', -0.25],
    [',5', 'V', 0.5],
    ['1,5e3', '', 1500],
    ['0,001', 's', 0.001],
    ['1 000 000', '', 1e6],
    ['1\u202f000', '', 1000],
    ["1'000", '', 1000],
    ['1,000,000', 'Hz', 1e6],
    ['65,536', '', 65536],
    ['1.000.000', 'Hz', 1e6],
    ['1.234,5', 'Hz', 1234.5],
    ['1,234.5', 'Hz', 1234.5],
    ['–3', 'V', -3],
    // Units in any case, spelled out, or with a space inside.
    ['100 khz', 'Hz', 1e5],
    ['100 KHZ', 'Hz', 1e5],
    ['5 mhz', 'Hz', 5e6],
    ['5 mHz', 'Hz', 5e-3],
    ['1 ghz', 'Hz', 1e9],
    ['100mv', 'V', 0.1],
    ['3 volts', 'V', 3],
    ['90 deg', '°', 90],
    ['90°', '°', 90],
    ['5 US', 's', 5e-6],
    ['5 ms/div', 's', 5e-3],
    ['200 mV / div', 'V', 0.2],
    ['100 Msps', 'S/s', 1e8],
    ['64k samples', '', 64000],
  ])('reads %j', (text, unit, value) => {
    expect(parseSi(text, unit)).toBe(value)
  })

  it('asks which was meant when a comma could separate decimals or thousands', () => {
    expect(() => parseSi('1,500', 'V')).toThrowError("'1,500' could mean 1500 or 1.500: write one of these.")
  })

  it.each([
    ['abc', 'V', "'abc' is not a number in V: write for example 0.5, 500m or 500 mV."],
    ['5 V', 's', "'5 V' is not a number in s: write for example 0.002, 2m or 2 ms."],
    ['many', '', "'many' is not a number: write for example 65536 or 64k."],
  ])('says of %j what would do', (text, unit, sentence) => {
    expect(() => parseSi(text, unit)).toThrowError(sentence)
  })

  it.each(['', 'V', 'one', '1 x', '1 2', '1,5,5', '1.2.3', '1 PV', 'NaN', 'Infinity', '1e999', '0x10', '1 kkV'])(
    'refuses %j',
    (text) => {
      expect(() => parseSi(text, 'V')).toThrowError(expect.objectContaining({ errno: 'EINVAL' }))
    },
  )
})

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [65536, '64 KiB'],
    [1500, '1.46 KiB'],
    [1024 ** 3 * 12.5, '12.5 GiB'],
    [-2048, '−2 KiB'],
    [Number.NaN, '– B'],
  ])('writes %d as %j', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it.each([
    ['65536', 65536],
    ['64KiB', 65536],
    ['1 MiB', 1048576],
    ['4k', 4096],
    ['64kB', 64000],
    ['1.5m', 1572864],
    ['1,5 MiB', 1572864],
    ['65 536', 65536],
    ['65,536', 65536],
    ['64 kib', 65536],
  ])('reads %j', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  it.each(['', '-1', '1.3', 'x', '1 QiB', '64 K i B', '1e3'])('refuses %j', (text) => {
    expect(() => parseBytes(text)).toThrowError(expect.objectContaining({ errno: 'EINVAL' }))
  })

  it('reads back what it wrote when that was exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1023 }), fc.constantFrom(1, 2 ** 10, 2 ** 20, 2 ** 30), (count, unit) => {
        expect(parseBytes(formatBytes(count * unit))).toBe(count * unit)
      }),
    )
  })
})

describe('parseSeconds', () => {
  it.each([
    ['5s', 5],
    ['250ms', 0.25],
    ['2min', 120],
    ['1.5h', 5400],
    ['7', 7],
    ['0', 0],
  ])('reads %j', (text, seconds) => {
    expect(parseSeconds(text)).toBe(seconds)
  })

  it.each(['', '-1s', 's', '5 V', '1d'])('refuses %j', (text) => {
    expect(() => parseSeconds(text)).toThrowError(expect.objectContaining({ errno: 'EINVAL' }))
  })
})

describe('step125', () => {
  it('walks the series up and down', () => {
    const up = [1e-9]
    for (let k = 0; k < 30; k++) up.push(step125(up.at(-1)!, 1))
    expect(up.slice(0, 5)).toEqual([1e-9, 2e-9, 5e-9, 1e-8, 2e-8])
    expect(up.at(-1)).toBe(10)
    for (let k = up.length - 1; k > 0; k--) expect(step125(up[k]!, -1)).toBe(up[k - 1])
  })

  it('goes to the nearest step from between two', () => {
    expect([step125(3, 1), step125(3, -1), step125(0.7, 1), step125(15, -1)]).toEqual([5, 2, 1, 10])
  })
})

describe('plainDecimal', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1e-7, '0.0000001'],
    [-1e-10, '0'],
    [2.5, '2.5'],
    [-0.125, '-0.125'],
    [1e12, '1000000000000'],
    [0.1 + 0.2, '0.3'],
  ])('%s is %s', (value, text) => {
    expect(plainDecimal(value)).toBe(text)
  })
})

describe('parseSamples', () => {
  it('reads whole numbers above zero', () => {
    expect(parseSamples('262k')).toBe(262_000)
    expect(parseSamples('65 536')).toBe(65536)
    expect(() => parseSamples('0')).toThrow(/not a whole number/)
  })
})

describe('fine steps', () => {
  it('are twenty to the double of a 1-2-5 value, the same up and down', () => {
    expect(fineStep(0.5, 1)).toBe(0.525)
    expect(fineStep(0.525, -1)).toBe(0.5)
    expect(fineStep(0.5, -1)).toBe(0.49)
    expect(fineStep(0.49, 1)).toBe(0.5)
    expect(fineStep(1.95, 1)).toBe(2)
    expect(fineStep(2, 1)).toBe(2.1)
    expect(fineStep(0.517, 1)).toBe(0.525)
    expect(fineStep(0.517, -1)).toBe(0.5)
    let value = 1e-3
    for (let k = 0; k < 200; k++) {
      const next = fineStep(value, 1)
      expect(next).toBeGreaterThan(value)
      expect(fineStep(next, -1)).toBeCloseTo(value, 12)
      value = next
    }
  })
})
