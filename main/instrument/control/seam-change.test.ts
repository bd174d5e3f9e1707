import { describe, expect, it } from 'vitest'
import { attributeValue, changeOfAttribute } from './seam-change.ts'

describe('what a write to an attribute changed', () => {
  it.each([
    ['sampling_frequency', '100000000', '1000000', { subject: 'samplingFrequency', from: 100e6, to: 1e6 }],
    ['voltage1/en', '0', '1', { subject: 'channels', channel: 'voltage1', from: false, to: true }],
    ['in_voltage0_en', '1', '0', { subject: 'channels', channel: 'voltage0', from: true, to: false }],
    ['voltage0/source', 'sine', 'square', { subject: 'source', path: 'voltage0/source', from: 'sine', to: 'square' }],
    [
      'voltage1/source_amplitude',
      '0.5',
      '0.75',
      { subject: 'source', path: 'voltage1/source_amplitude', from: 0.5, to: 0.75 },
    ],
    ['buffer0/length', '4096', '100', { subject: 'device', path: 'buffer0/length', from: 4096, to: 100 }],
  ])('%s from %s to %s', (path, before, after, change) => {
    expect(changeOfAttribute(path, before, after)).toEqual(change)
  })
})

describe('the value of an attribute', () => {
  it.each([
    ['1000000', 1e6],
    ['-0.25', -0.25],
    ['sine', 'sine'],
    ['', ''],
    ['0x10', '0x10'],
    ['1 2 3', '1 2 3'],
    ['9007199254740993', '9007199254740993'],
  ])('%j is %j', (text, value) => {
    expect(attributeValue(text)).toBe(value)
  })
})
