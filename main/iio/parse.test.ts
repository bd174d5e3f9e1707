// Numbers and flags as the kernel reads them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errnoFrom } from '#main/testing/index.ts'
import { plainDecimal } from '#shared/units.ts'
import { parseBoolean, parseFixpoint, parseInteger, parseUnsigned } from './index.ts'

const noNumbers = [
  '',
  '\n',
  ' ',
  'x',
  '0x10',
  '0X1F',
  ' 1',
  '1 ',
  '1\n\n',
  '1\t',
  '--1',
  '+-1',
  '1e3',
  '1_000',
  '1,5',
  '१',
]

describe('an unsigned integer', () => {
  it('is decimal, with zeros in front, a plus and a newline if need be', () => {
    expect(['16', '010', '0', '+7\n', '007', '4294967295'].map(parseUnsigned)).toEqual([16, 10, 0, 7, 7, 4294967295])
  })

  it.each([...noNumbers, '-1', '1.0', '1.'])('is not %j', async (text) => {
    expect(await errnoFrom(() => parseUnsigned(text))).toBe('EINVAL')
  })

  it('has 32 bits', async () => {
    for (const text of ['4294967296', '18446744073709551616'])
      expect(await errnoFrom(() => parseUnsigned(text))).toBe('ERANGE')
  })
})

describe('an integer', () => {
  it('may have a sign', () => {
    expect(['-5', '+010', '-0', '2147483647', '-2147483648'].map((text) => parseInteger(text))).toEqual([
      -5, 10, 0, 2147483647, -2147483648,
    ])
    expect(parseInteger('4000000000', 64)).toBe(4e9)
  })

  it.each([...noNumbers, '1.0', '.5'])('is not %j', async (text) => {
    expect(await errnoFrom(() => parseInteger(text))).toBe('EINVAL')
  })

  it('has 32 bits, or as many as its attribute needs', async () => {
    expect(await errnoFrom(() => parseInteger('2147483648'))).toBe('ERANGE')
    expect(await errnoFrom(() => parseInteger('-2147483649'))).toBe('ERANGE')
    expect(await errnoFrom(() => parseInteger('9223372036854775808', 64))).toBe('ERANGE')
  })
})

describe('a number in fixed point', () => {
  it('has a point, but neither exponent nor base', () => {
    expect(['1.5', '-0.25\n', '010', '.5', '5.', '-.5', '+3', '000.125'].map(parseFixpoint)).toEqual([
      1.5, -0.25, 10, 0.5, 5, -0.5, 3, 0.125,
    ])
  })

  it('keeps nine decimals and drops the rest', () => {
    expect(['0.0000000019', '-0.9999999999', '1.23456789012'].map(parseFixpoint)).toEqual([
      1e-9, -0.999999999, 1.23456789,
    ])
  })

  it.each([...noNumbers, '.', '-', '+.', '1.2.3', '1.5 dB', 'NaN', 'Infinity', '1.-5'])('is not %j', async (text) => {
    expect(await errnoFrom(() => parseFixpoint(text))).toBe('EINVAL')
  })

  it('reads back what is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (nano) => {
        const value = nano / 1e9
        expect(parseFixpoint(plainDecimal(value))).toBe(value)
      }),
    )
  })
})

describe('a boolean', () => {
  it('counts its first letters only', () => {
    const yes = ['1', 'y', 'Y', 'yes', 't', 'True', 'on', 'ON\n', '10']
    const no = ['0', 'n', 'N', 'no', 'f', 'False', 'off', 'oF', '01']
    expect(yes.map(parseBoolean)).toEqual(yes.map(() => true))
    expect(no.map(parseBoolean)).toEqual(no.map(() => false))
  })

  it.each(['', '\n', '2', 'o', 'maybe', ' 1', '-1'])('is not %j', async (text) => {
    expect(await errnoFrom(() => parseBoolean(text))).toBe('EINVAL')
  })
})
