import { describe, expect, it } from 'vitest'
import { describePort } from '../testing/port-suite.ts'
import { copyPlain, linkedPorts } from './linked.ts'

describePort('a linked pair', async () => linkedPorts())

describe('copyPlain', () => {
  it('drops properties that are undefined, as JSON does', () => {
    expect(Object.keys(copyPlain({ a: undefined, b: 1 }) as object)).toEqual(['b'])
  })

  it.each([[Number.NaN], [1n], [() => 1], [Symbol('s')], [new Date()], [new Map()], [[undefined]]])(
    'refuses %s, which some port would lose',
    (value) => {
      expect(() => copyPlain({ value })).toThrowError(expect.objectContaining({ errno: 'EINVAL' }))
    },
  )
})
