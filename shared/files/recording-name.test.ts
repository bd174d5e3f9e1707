import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordingFileName } from './recording-name.ts'

describe('the name of a recording', () => {
  it.each([
    ['bench 3', 'bench 3.raw'],
    ['  ladder  ', 'ladder.raw'],
    ['Übung 1', 'Übung 1.raw'],
    ['1,5 V', '1,5 V.raw'],
    ['v1.2', 'v1.2.raw'],
    ['x.raw', 'x.raw'],
    ['x.RAW', 'x.RAW'],
    ['x.bin', 'x.bin'],
    // Not the description of another recording.
    ['x.raw.json', 'x.raw.json.raw'],
    ['console', 'console.raw'],
    // One spelling of two.
    ['U\u0308', 'Ü.raw'],
  ])('%j becomes the file %j', (typed, file) => expect(recordingFileName(typed)).toBe(file))

  it.each(['', ' ', '\t'])('%j is none: it is named by its date', (typed) => {
    expect(recordingFileName(typed)).toBeNull()
  })

  it.each([
    ...['../x', '/etc/passwd', 'a/b', 'a\\b', 'C:x', '~/x', 'what?'].map(
      (typed) => [typed, /none of the signs/] as const,
    ),
    ...['..', '.', '.bashrc'].map((typed) => [typed, /begins with no dot/] as const),
    ...['x\0', 'x\ny', 'x\u200by', 'x\u202egnp', '\ud800', 'a\u2215b', 'test…', '\uff0e'].map(
      (typed) => [typed, /no hidden signs/] as const,
    ),
    ...['CON', 'nul.raw', 'com1.bin'].map((typed) => [typed, /device/] as const),
    ...['ä'.repeat(124), 'x'.repeat(600)].map((typed) => [typed, /too long/] as const),
  ])('%j is refused with the sentence %s', (typed, sentence) => {
    expect(() => recordingFileName(typed)).toThrowError(
      expect.objectContaining({ errno: 'EINVAL', message: expect.stringMatching(sentence) }),
    )
  })

  it('leads nowhere but into its folder, fits with the name of its description, and is its own name', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[./\\~a-z ]*$/)),
        (typed) => {
          let file: string | null
          try {
            file = recordingFileName(typed)
          } catch {
            return
          }
          if (file === null) return
          expect(file).not.toMatch(/[/\\:\0]|^\.|^\s|\s$/)
          expect(new TextEncoder().encode(`${file}.json`).length).toBeLessThanOrEqual(255)
          expect(recordingFileName(file)).toBe(file)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
