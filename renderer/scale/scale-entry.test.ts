import { describe, expect, it } from 'vitest'
import { voltsPerDivRange } from '#shared/screen/ranges.ts'
import { formatScale, parseScale, scaleSteps, timeScale } from './scale-entry.ts'

const voltScale = { unit: 'V', ...voltsPerDivRange }

describe('a typed scale', () => {
  it.each([
    ['300m', 0.3],
    ['0,5', 0.5],
    ['2 V', 2],
    ['2 v/div', 2],
    ['0.0123', 0.0123],
    ['1m', 1e-3],
    ['10', 10],
  ])('%s is %s V/div', (text, volts) => expect(parseScale(text, voltScale)).toBeCloseTo(volts, 12))

  it('is read back as it is written', () => {
    for (const perDiv of [0.3, 0.0123, 2, 1e-3])
      expect(parseScale(formatScale(perDiv, voltScale), voltScale)).toBeCloseTo(perDiv, 12)
    for (const perDiv of [12.34e-6, 1e-9, 10])
      expect(parseScale(formatScale(perDiv, timeScale), timeScale)).toBeCloseTo(perDiv, 15)
  })

  it.each([
    ['0', voltScale, 'The scale goes from 1 mV/div to 10 V/div.'],
    ['-1', voltScale, 'The scale goes from 1 mV/div to 10 V/div.'],
    ['20', voltScale, 'The scale goes from 1 mV/div to 10 V/div.'],
    ['11', timeScale, 'The scale goes from 1 ns/div to 10 s/div.'],
    ['1p', timeScale, 'The scale goes from 1 ns/div to 10 s/div.'],
    ['five', voltScale, "'five' is not a number in V: write for example 0.5, 500m or 500 mV."],
  ])('%s is refused with what is allowed', (text, scale, sentence) => {
    expect(() => parseScale(text, scale)).toThrow(sentence)
  })

  it('has a list of 1-2-5 steps to choose from', () => {
    const volts = scaleSteps(voltScale).map(({ text }) => text)
    expect(volts).toHaveLength(13)
    expect(volts.slice(0, 4)).toEqual(['1 mV/div', '2 mV/div', '5 mV/div', '10 mV/div'])
    expect(volts.at(-1)).toBe('10 V/div')
    expect(scaleSteps(timeScale).map(({ text }) => text)).toHaveLength(31)
  })
})

it.each([
  ['2 m/s²', 2],
  ['500 mm/s^2/div', 0.5],
  ['5m', 0.005],
  ['1.5 m/s2', 1.5],
])('reads a scale in the unit of its channel: %s', (text, perDiv) => {
  const scale = { unit: 'm/s²', ...voltsPerDivRange }
  expect(parseScale(text, scale)).toBeCloseTo(perDiv, 12)
  expect(parseScale(formatScale(perDiv, scale), scale)).toBeCloseTo(perDiv, 12)
  expect(formatScale(2, scale)).toBe('2 m/s²/div')
})
