import { describe, expect, it } from 'vitest'
import { parseRotation, rotationText } from './rotation.ts'

const none = { bytes: null, seconds: null, keep: null, totalBytes: null }

describe('a rotation', () => {
  it.each([
    ['1GiB', { ...none, bytes: 2 ** 30 }],
    ['10min', { ...none, seconds: 600 }],
    ['1.5GB', { ...none, bytes: 1_500_000_000 }],
    ['250 ms', { ...none, seconds: 0.25 }],
    ['1GiB|10min', { ...none, bytes: 2 ** 30, seconds: 600 }],
    ['1h,keep=5', { ...none, seconds: 3600, keep: 5 }],
    ['1GiB|10min,keep=100,total=2TiB', { bytes: 2 ** 30, seconds: 600, keep: 100, totalBytes: 2 ** 41 }],
  ])('is read: %s', (text, rotation) => {
    expect(parseRotation(text)).toEqual(rotation)
    expect(parseRotation(rotationText(rotation))).toEqual(rotation)
  })

  it.each([
    ['', 'A rotation is 1GiB, 10min or 1GiB|10min'],
    ['10m', 'A rotation is'],
    ['64k', 'A rotation is'],
    ['-1GiB', 'A rotation is'],
    ['1GiB|2GiB', 'says each of its values once'],
    ['1KiB', 'has at least 64 KiB, not 1 KiB.'],
    ['1ms', 'from 0.1 s to 31622400 s of signal, not 0.001 s.'],
    ['1GiB,keep=1', 'a whole number of files from 2 to 1000000, not 1.'],
    ['1GiB,keep=two', 'A rotation is'],
    ['1GiB,total=1GiB', "'total' is at least twice the size of a file, 2 GiB, not 1 GiB."],
    ['1GiB,most=3', 'A rotation is'],
    ['keep=3', 'A rotation is'],
  ])("is refused: '%s'", (text, sentence) => {
    expect(() => parseRotation(text)).toThrow(sentence)
  })
})
