import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeName, isOfferedName, offeredNameOf } from './offered-name.ts'

describe('names of offered files', () => {
  it.each([
    'a',
    'sound.wav',
    'day 1/run 2.csv',
    'übung.raw',
    '2026-01-01T10:00:00.csv',
    '測定.csv',
    'a-b_c+d,e=f@g.raw',
  ])('may be %j', (name) => expect(isOfferedName(name)).toBe(true))

  it.each([
    ['nothing', ''],
    ['a way up', '..'],
    ['a way up', '../x.wav'],
    ['a way up in between', 'a/../../x.wav'],
    ['here', './x.wav'],
    ['an absolute path', '/etc/passwd'],
    ['two slashes', 'a//b'],
    ['a slash at the end', 'a/'],
    ['a hidden file', '.ssh/id_rsa'],
    ['a backslash', '..\\x.wav'],
    ['a zero', 'x.wav\0.csv'],
    ['a line end', 'x\n.wav'],
    ['a tabulator', 'x\t.wav'],
    ['an invisible blank', 'x\u200b.wav'],
    ['a soft hyphen', 'x\u00ad.wav'],
    ['another direction', 'x\u202evaw.txt'],
    ['a byte order mark', '\ufeffx.wav'],
    ['a blank that does not break', 'x\u00a0.wav'],
    ['half a sign', 'x\ud800.wav'],
    ['a sign like a slash', '..\u2215x.wav'],
    ['a wide slash', '..\uff0fx.wav'],
    ['a wide backslash', '..\uff3cx.wav'],
    ['two dots in one sign', '\u2025/x.wav'],
    ['wide dots', '\uff0e\uff0e/x.wav'],
    ['a dot at the end, which some systems drop', 'x.wav.'],
    ['a blank at the end', 'x.wav '],
    ['a blank at the begin', ' x.wav'],
    ['a length beyond all paths', 'x'.repeat(2000)],
  ])('may not have %s: %j', (_, name) => expect(isOfferedName(name)).toBe(false))

  it('are made of whatever a browser calls a file', () => {
    expect(offeredNameOf('C:\\fakepath\\sound.wav')).toBe('sound.wav')
    expect(offeredNameOf('/home/me/x y.csv')).toBe('x y.csv')
    expect(offeredNameOf('..')).toBe('file')
    expect(offeredNameOf('.profile')).toBe('profile')
    expect(offeredNameOf('a\u202eb\n.wav')).toBe('a_b_.wav')
    expect(offeredNameOf('')).toBe('file')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (given) => {
        const name = offeredNameOf(given)
        expect(isOfferedName(name)).toBe(true)
        expect(name).not.toContain('/')
      }),
      { numRuns: 5000 },
    )
  })

  it('are numbered when they are taken', () => {
    const taken = new Set(['x.csv', 'x (2).csv', 'y', '.z'])
    const isTaken = (name: string): boolean => taken.has(name)
    expect(freeName('x.csv', isTaken)).toBe('x (3).csv')
    expect(freeName('y', isTaken)).toBe('y (2)')
    expect(freeName('.z', isTaken)).toBe('.z (2)')
    expect(freeName('w.csv', isTaken)).toBe('w.csv')
  })
})
