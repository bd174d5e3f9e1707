// The list against a plain array, under random operations.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fifo } from './fifo.ts'

type Step = { readonly do: 'push' | 'shift' | 'remove' | 'find' | 'drain'; readonly value: number }

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('push', 'push', 'push', 'shift', 'remove', 'find', 'drain'),
  value: fc.nat(40),
})

describe('fifo', () => {
  it('behaves as an array whose oldest element comes first', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const fifo = new Fifo<number>()
        const model: number[] = []
        for (const { do: what, value } of steps) {
          if (what === 'push') {
            fifo.push(value)
            model.push(value)
          } else if (what === 'shift') expect(fifo.shift()).toBe(model.shift())
          else if (what === 'remove') {
            const index = model.indexOf(value)
            if (index >= 0) model.splice(index, 1)
            expect(fifo.remove(value)).toBe(index >= 0)
          } else if (what === 'find') expect(fifo.find((one) => one >= value)).toBe(model.find((one) => one >= value))
          else if (value > 35) expect(fifo.drain()).toEqual(model.splice(0))
          expect(fifo.length).toBe(model.length)
          expect(fifo.at(0)).toBe(model[0])
          expect(fifo.at(model.length - 1)).toBe(model.at(-1))
        }
      }),
    )
  })

  it('has nothing before its oldest and behind its newest element', () => {
    const fifo = new Fifo<string>()
    fifo.push('a')
    expect(fifo.at(-1)).toBeUndefined()
    expect(fifo.at(1)).toBeUndefined()
    expect(fifo.remove('b')).toBe(false)
    expect(fifo.length).toBe(1)
  })
})
