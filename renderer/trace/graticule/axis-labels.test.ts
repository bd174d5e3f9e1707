import { describe, expect, it } from 'vitest'
import { ageLabels, labelStride, timeLabels, voltLabels } from './axis-labels.ts'

const texts = (labels: readonly { text: string }[]): string[] => labels.map(({ text }) => text)

describe('the time at the lines', () => {
  it('has one prefix and one number of decimals', () => {
    expect(texts(timeLabels(2e-7, 0))).toEqual([
      '−800 ns',
      '−600 ns',
      '−400 ns',
      '−200 ns',
      '0 s',
      '200 ns',
      '400 ns',
      '600 ns',
      '800 ns',
    ])
    expect(texts(timeLabels(5e-7, 0)).slice(0, 5)).toEqual(['−2.0 µs', '−1.5 µs', '−1.0 µs', '−0.5 µs', '0 s'])
    expect(texts(timeLabels(1e-9, 0)).slice(5)).toEqual(['1 ns', '2 ns', '3 ns', '4 ns'])
    expect(texts(timeLabels(10, 0)).slice(5)).toEqual(['10 s', '20 s', '30 s', '40 s'])
  })

  it('follows the position, also where the trigger is not on the screen', () => {
    expect(texts(timeLabels(2e-7, 1e-6)).slice(0, 2)).toEqual(['0.2 µs', '0.4 µs'])
    expect(texts(timeLabels(1e-3, -0.0123)).slice(4, 6)).toEqual(['−12.3 ms', '−11.3 ms'])
    expect(texts(timeLabels(2e-7, 1e-6)).map((text) => text.split(' ')[1])).toEqual(Array(9).fill('µs'))
  })

  it('far from the trigger is told once, and from there', () => {
    expect(texts(timeLabels(1e-9, 0.1))).toEqual([
      '−4 ns',
      '−3 ns',
      '−2 ns',
      '−1 ns',
      '100.000000 ms',
      '+1 ns',
      '+2 ns',
      '+3 ns',
      '+4 ns',
    ])
    expect(texts(timeLabels(1e-9, 0.1 + 3e-9))[4]).toBe('100.000003 ms')
    expect(texts(timeLabels(1e-9, -1000))[4]).toBe('−1.000000000000 ks')
  })

  it('is right to less than half a pixel at every time base', () => {
    for (let decade = -9; decade <= 0; decade++)
      for (const step of [1, 2, 5, 3.7]) {
        const secondsPerDiv = Math.min(10, step * 10 ** decade)
        for (const centre of [0, 1.23 * secondsPerDiv, -7.5 * secondsPerDiv])
          for (const { division, text } of timeLabels(secondsPerDiv, centre)) {
            const [digits = '', unit = ''] = text.replace('−', '-').split(' ')
            const factor = { p: 1e-12, n: 1e-9, µ: 1e-6, m: 1e-3, s: 1, k: 1e3 }[unit[0] ?? ''] ?? Number.NaN
            const wanted = centre + (division - 5) * secondsPerDiv
            expect(Math.abs(Number(digits) * factor - wanted), text).toBeLessThan(secondsPerDiv / 200)
          }
      }
  })

  it('without a trigger is the time before the newest sample, which is at the right edge', () => {
    expect(texts(ageLabels(1)).slice(7)).toEqual(['−2 s', '−1 s'])
    expect(texts(ageLabels(0.05))[0]).toBe('−450 ms')
    // Below an overview it is so far behind that edge.
    expect(texts(ageLabels(1, 20)).slice(7)).toEqual(['−22 s', '−21 s'])
  })
})

describe('the voltage at the lines', () => {
  it('follows scale and offset', () => {
    expect(texts(voltLabels({ voltsPerDiv: 0.5, offsetVolts: 0 }))).toEqual([
      '1.5 V',
      '1.0 V',
      '0.5 V',
      '0 V',
      '−0.5 V',
      '−1.0 V',
      '−1.5 V',
    ])
    // +1 V moves the trace up by 1 V: the lines mean 1 V less.
    expect(texts(voltLabels({ voltsPerDiv: 0.5, offsetVolts: 1 }))[2]).toBe('−0.5 V')
    expect(texts(voltLabels({ voltsPerDiv: 0.1, offsetVolts: 0.005 })).slice(0, 3)).toEqual([
      '295 mV',
      '195 mV',
      '95 mV',
    ])
    expect(texts(voltLabels({ voltsPerDiv: 1e-3, offsetVolts: 0 }))[0]).toBe('3 mV')
    expect(texts(voltLabels({ voltsPerDiv: 10, offsetVolts: 0 }))[0]).toBe('30 V')
    expect(texts(voltLabels({ voltsPerDiv: 0.3, offsetVolts: 0 }))[0]).toBe('900 mV')
    expect(texts(voltLabels({ voltsPerDiv: 5, offsetVolts: 0 }, 'm/s²'))[0]).toBe('15 m/s²')
  })

  it('is in the unit of the trace', () => {
    const [first, , , zero] = texts(voltLabels({ voltsPerDiv: 0.2, offsetVolts: 0 }, 'V·V'))
    expect([first, zero]).toEqual(['600 mV·V', '0 V·V'])
  })

  it('is at its line, counted from the top', () => {
    expect(voltLabels({ voltsPerDiv: 1, offsetVolts: 0 }).map(({ division }) => division)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ])
  })
})

it('labels as many lines as have room', () => {
  expect(labelStride(40, 84)).toBe(1)
  expect(labelStride(60, 40)).toBe(2)
  expect(labelStride(150, 40)).toBe(5)
  expect(labelStride(300, 40)).toBe(Number.POSITIVE_INFINITY)
})
