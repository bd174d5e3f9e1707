import { describe, expect, it } from 'vitest'
import { measurePhrase } from './measure-phrase.ts'

const channels = ['voltage0', 'voltage1']
const added = (query: string, list = ''): string => {
  const found = measurePhrase(query, channels, list)
  return found === null ? 'nothing' : 'reason' in found ? found.reason : found.list
}

describe('a measurement as people say it', () => {
  it.each([
    ['measure rise', 'rise voltage0'],
    ['meas freq ch2', 'frequency voltage1'],
    ['Measure Rise time voltage1', 'rise voltage1'],
    ['measure peak-to-peak', 'peakToPeak voltage0'],
    ['measure phase', 'phase voltage0 voltage1'],
    ['measure phase ch2', 'phase voltage1 voltage0'],
    ['measure setup ch1 ch2', 'setup voltage0 voltage1'],
    ['measure rms', 'rms voltage0'],
  ])('%s', (query, list) => expect(added(query)).toBe(list))

  it('is added to those there are, and once', () => {
    expect(added('measure rise', 'rms voltage1')).toBe('rms voltage1, rise voltage0')
    expect(added('measure rise', 'rise voltage0')).toBe('rise voltage0')
  })

  it('says what is wrong with the channels', () => {
    expect(added('measure rise ch1 ch2')).toMatch(/takes one channel/)
    expect(added('measure phase ch1 ch1')).toMatch(/two different channels/)
  })

  it.each(['measure', 'measurements', 'measure nonsense', 'rise', 'measure rise ch9'])('%s is none', (query) =>
    expect(added(query)).toBe('nothing'),
  )
})
