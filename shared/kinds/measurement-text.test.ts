import { describe, expect, it } from 'vitest'
import { measurementsText, mostMeasurements, parseMeasurement, parseMeasurements } from './measurement-text.ts'
import { isBetween, measurementNames } from './measurements.ts'

const channels = ['voltage0', 'voltage1']

describe('measurements as text', () => {
  it('read as they are written', () => {
    const texts = measurementNames.map((name) => (isBetween(name) ? `${name} voltage1 voltage0` : `${name} voltage0`))
    const read = parseMeasurements(texts.join(', '), channels)
    expect(read.map(({ name }) => name)).toEqual(measurementNames)
    expect(measurementsText(read)).toBe(texts.join(', '))
    expect(parseMeasurements('', channels)).toEqual([])
  })

  it('are taken with any spaces, and the same one once', () => {
    expect(parseMeasurements('  rise   voltage1,rise voltage1 ,, ', channels)).toEqual([
      { name: 'rise', channel: 'voltage1', to: null },
    ])
  })

  it.each([
    ['', "There is no measurement ''; there are frequency, period"],
    ['toString voltage0', "There is no measurement 'toString'"],
    ['rise', "The measurement rise takes one channel, as in 'rise voltage0', not 'rise'."],
    ['rise voltage0 voltage1', 'The measurement rise takes one channel'],
    [
      'delay voltage0',
      "The measurement delay takes two channels, as in 'delay voltage0 voltage1', not 'delay voltage0'.",
    ],
    ['delay voltage0 voltage0', "The measurement delay takes two different channels, not 'voltage0' twice."],
    ['max voltage7', "There is no channel 'voltage7' to measure; there are voltage0, voltage1."],
  ])("'%s' is refused with what is allowed", (text, sentence) => {
    expect(() => parseMeasurement(text, channels)).toThrow(sentence)
  })

  it('are refused when there are too many', () => {
    const many = Array.from({ length: mostMeasurements + 1 }, (_, k) => `max c${k}`)
    const ids = many.map((_, k) => `c${k}`)
    expect(() => parseMeasurements(many.join(), ids)).toThrow(`There can be ${mostMeasurements} measurements at once`)
  })
})
