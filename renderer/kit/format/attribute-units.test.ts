import { describe, expect, it } from 'vitest'
import { shownValue, writtenValue } from './attribute-units.ts'

describe('values of attributes', () => {
  it.each([
    ['voltage0/source_frequency', '1000000', '1 MHz'],
    ['voltage0/source_frequency', '1003.5', '1.0035 kHz'],
    ['sampling_frequency', '1000000000', '1 GHz'],
    ['voltage1/source_offset', '-0.25', '−250 mV'],
    ['voltage1/source_glitch_interval', '0', '0 s'],
    ['voltage0/scale', '0.030517578', '0.030517578'],
    ['buffer0/length', '4096', '4096'],
    ['voltage0/source', 'sine', 'sine'],
    ['voltage0/source_frequency', '', ''],
    ['voltage0/source_frequency', '(EBUSY)', '(EBUSY)'],
  ])('%s = %j is shown as %j', (path, value, shown) => {
    expect(shownValue(path, value)).toBe(shown)
  })

  it.each([
    ['voltage0/source_frequency', '1,5 khz', '1500'],
    ['voltage0/source_frequency', '2000000', '2000000'],
    ['voltage1/source_offset', '−250 mV', '-0.25'],
    ['voltage0/source_phase', '90 deg', '90'],
    ['buffer0/length', ' 4096 ', '4096'],
  ])('of %s, %j is written as %j', (path, text, written) => {
    expect(writtenValue(path, text)).toBe(written)
  })

  it('refuses what is no number, with an example', () => {
    expect(() => writtenValue('voltage0/source_frequency', 'fast')).toThrowError('1.5 kHz')
  })
})
