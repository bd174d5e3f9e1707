import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  formatRecordingSeconds,
  lengthSchema,
  lengthText,
  lengthWish,
  parseRecordingSeconds,
  type RecordingLength,
  shortLength,
  steppedLength,
  usualLength,
  withTypedLength,
} from './recording-length.ts'

const samples: RecordingLength = { ...usualLength, kind: 'samples' }
const time: RecordingLength = { ...usualLength, kind: 'time' }

describe('the length of a recording', () => {
  it.each([
    ['1000000', 1e6],
    ['1 000 000', 1e6],
    ['2,5M', 2.5e6],
    ['500k', 5e5],
    ['10 MSa', 1e7],
    ['65,536', 65_536],
    ['3 samples', 3],
  ])('in samples, %j is %d', (text, scans) => {
    expect(lengthWish(withTypedLength(samples, text))).toEqual({ scans, seconds: null })
  })

  it.each([
    ['10', 10],
    ['10 s', 10],
    ['0,5', 0.5],
    ['2,5 min', 150],
    ['250 ms', 0.25],
    ['1h', 3600],
    ['5ms', 0.005],
  ])('in time, %j is %d seconds', (text, seconds) => {
    expect(lengthWish(withTypedLength(time, text))).toEqual({ scans: null, seconds })
  })

  it.each([
    [samples, ['', '0', '1.5', '-3', 'x', '10 s', '1e30']],
    [time, ['', '0', '-1', 'x', '10 V', '1e30', '400000 h']],
  ])('refuses what is none, with an example', (length, texts) => {
    for (const text of texts)
      expect(() => withTypedLength(length, text), text).toThrowError(
        expect.objectContaining({ errno: 'EINVAL', message: expect.stringMatching(/write for example \S+/) }),
      )
  })

  it('reads again what it shows', () => {
    for (const seconds of [20e-6, 0.25, 1, 10, 90, 119, 120, 150, 3600, 5400, 7200, 86_400, 1234])
      expect(parseRecordingSeconds(formatRecordingSeconds(seconds)), String(seconds)).toBeCloseTo(seconds, 9)
    expect([10, 150, 5400, 7200].map(formatRecordingSeconds)).toEqual(['10 s', '2.5 min', '1.5 h', '2 h'])
    expect(formatRecordingSeconds(1234.5)).toBe('1\u2009234.5 s')
    expect(withTypedLength(samples, lengthText({ ...samples, scans: 12_345_678 })).scans).toBe(12_345_678)
  })

  it('steps, and is short enough for a button', () => {
    expect(steppedLength(time, 1).seconds).toBe(20)
    expect(steppedLength({ ...samples, scans: 1 }, -1).scans).toBe(1)
    expect([usualLength, samples, time].map(shortLength)).toEqual(['', '1 MSa', '10 s'])
    expect(shortLength({ ...samples, scans: 12_345_678 })).toBe('12.3 MSa')
    const shortTimes = [0.123456, 999.4, 1234.5, 7200].map((seconds) => shortLength({ ...time, seconds }))
    expect(shortTimes).toEqual(['123 ms', '999 s', '1\u2009235 s', '2 h'])
  })

  it('without an end asks for none', () => {
    expect(lengthWish(usualLength)).toEqual({ scans: null, seconds: null })
  })

  it('is remembered only when it is one', () => {
    expect(v.is(lengthSchema, time)).toBe(true)
    for (const damaged of [{}, { ...time, seconds: 0 }, { ...samples, scans: 0.5 }, { ...time, kind: 'long' }, null])
      expect(v.is(lengthSchema, damaged)).toBe(false)
  })
})
