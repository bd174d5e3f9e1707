import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Parameter, ParameterValue } from './parameter.ts'
import { checkValue } from './parameter-shape.ts'
import { formatParameter, parseParameter } from './parameter-text.ts'

const level = { type: 'quantity', name: 'Level', unit: 'V', least: -10, most: 10, default: 0, step: 0.01 } as const
const scale = {
  type: 'quantity',
  name: 'Scale',
  unit: 'V',
  least: 1e-3,
  most: 1e3,
  default: 'auto',
  step: '1-2-5',
  orAuto: true,
} as const
const size = {
  type: 'count',
  name: 'Size',
  things: 'bytes',
  least: 64,
  most: 1e9,
  default: 'auto',
  orAuto: true,
} as const
const blocks = { type: 'count', name: 'Blocks', things: 'blocks', least: 2, most: 4095, default: 4 } as const
const slope = { type: 'choice', name: 'Slope', options: ['rising', 'falling'], default: 'rising' } as const
const shown = { type: 'flag', name: 'Shown', default: true } as const
const channel = { type: 'channel', name: 'Channel', default: 'voltage0' } as const
const label = { type: 'text', name: 'Label', mostLength: 8, default: '' } as const
const file = { type: 'file', name: 'Mask', default: '' } as const

const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (thrown) {
    expect(thrown).toMatchObject({ errno: 'EINVAL' })
    return (thrown as Error).message
  }
  throw new Error('it was taken')
}

describe('a parameter', () => {
  it.each<[Parameter, string, ParameterValue]>([
    [level, '0.5', 0.5],
    [level, '500m', 0.5],
    [level, '500 mV', 0.5],
    [level, '-1,5 V', -1.5],
    [scale, 'auto', 'auto'],
    [scale, 'AUTO', 'auto'],
    [size, '64KiB', 65536],
    [size, 'auto', 'auto'],
    [blocks, ' 16 ', 16],
    [slope, 'falling', 'falling'],
    [slope, 'Falling', 'falling'],
    [shown, 'off', false],
    [shown, '1', true],
    [channel, 'voltage1', 'voltage1'],
    [label, ' a=b ', ' a=b '],
    [file, 'x.json', 'x.json'],
  ])('%j reads %j as %j', (parameter, text, value) => {
    expect(parseParameter(parameter, text, 'it')).toBe(value)
  })

  it.each<[Parameter, string, string]>([
    [level, 'high', "trigger.level takes a number from −10.0 V to 10.0 V (0.5, 500m or 500 mV), not 'high'."],
    [level, '11', 'trigger.level takes a number from −10.0 V to 10.0 V (0.5, 500m or 500 mV), not 11.'],
    [level, 'auto', "trigger.level takes a number from −10.0 V to 10.0 V (0.5, 500m or 500 mV), not 'auto'."],
    [
      size,
      '64 apples',
      "trigger.level takes a number of bytes from 64 B to 954 MiB (65536, 64KiB), or auto, not '64 apples'.",
    ],
    [blocks, '1.5', 'trigger.level takes a whole number of blocks from 2 to 4095, not 1.5.'],
    [slope, 'up', "trigger.level takes one of rising, falling, not 'up'."],
    [shown, 'perhaps', "trigger.level takes on or off, not 'perhaps'."],
    [channel, '', "trigger.level takes a channel such as voltage0, not ''."],
    [label, 'much too long', "trigger.level takes a text of at most 8 characters, not 'much too long'."],
  ])('%j refuses %j', (parameter, text, sentence) => {
    expect(refusal(() => parseParameter(parameter, text, 'trigger.level'))).toBe(sentence)
  })

  it.each<[Parameter, unknown]>([
    [level, '0.5'],
    [level, Number.NaN],
    [level, Number.POSITIVE_INFINITY],
    [blocks, 2.5],
    [blocks, 'auto'],
    [shown, 1],
    [slope, 'Falling'],
    [label, null],
    [channel, undefined],
  ])('%j takes no value like %j', (parameter, value) => {
    expect(refusal(() => checkValue(parameter, value, 'it'))).toMatch(/^it takes .*, not .*\.$/)
  })

  it('writes every value as a text that reads as the same value, exactly', () => {
    const values = fc.oneof(
      fc.tuple(fc.constant<Parameter>(level), fc.double({ min: -10, max: 10, noNaN: true })),
      fc.tuple(
        fc.constant<Parameter>(scale),
        fc.oneof(fc.constant('auto'), fc.double({ min: 1e-3, max: 1e3, noNaN: true })),
      ),
      fc.tuple(fc.constant<Parameter>(size), fc.oneof(fc.constant('auto'), fc.integer({ min: 64, max: 1e9 }))),
      fc.tuple(fc.constant<Parameter>(slope), fc.constantFrom('rising', 'falling')),
      fc.tuple(fc.constant<Parameter>(shown), fc.boolean()),
      fc.tuple(fc.constant<Parameter>(label), fc.string({ maxLength: 8 })),
    )
    fc.assert(
      fc.property(values, ([parameter, value]) => {
        const text = formatParameter(parameter, value as never)
        const again = parseParameter(parameter, text, 'it')
        // Minus zero is zero.
        expect(again === 0 ? 0 : again).toBe(value === 0 ? 0 : value)
      }),
      { numRuns: 2000 },
    )
  })
})
