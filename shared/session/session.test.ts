import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Migrations } from './migrations.ts'
import { formatSession, looksLikeSession, parseSession } from './session.ts'
import { beginsAsSession, sessionText } from './session-text.ts'

const file = (parts: object): string =>
  JSON.stringify({ format: 'blockscope session', version: 1, settings: {}, ...parts })

/** The same JSON with its members in the other order. */
const turned = (text: string): string =>
  JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed()))

/** What a reader of foreign JSON never takes as a name. */
const noNames = ['__proto__', 'prototype', 'constructor']

describe('a session file', () => {
  it('reads as what was written', () => {
    const value = fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.string(), fc.boolean())
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ minLength: 1 }), value), { maxLength: 8 }), (pairs) => {
        const values = new Map(pairs.filter(([path]) => !noNames.includes(path)))
        const text = formatSession(values, '1.2.3')
        expect(looksLikeSession(text)).toBe(true)
        const read = new Map(parseSession(text).map(({ path, value: one }) => [path, one]))
        const plain = (map: ReadonlyMap<string, unknown>): unknown =>
          [...map]
            .map(([path, one]) => [path, one === 0 ? 0 : one])
            .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
        expect(plain(read)).toEqual(plain(values))
      }),
    )
  })

  it.each<[string, (text: string) => Uint8Array]>([
    ['as it is', (text) => Buffer.from(text)],
    ['with a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['in UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['in UTF-16, the other way round', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['behind empty lines', (text) => Buffer.from(`\r\n \t${text}`)],
    ['with its members in another order', (text) => Buffer.from(turned(text))],
  ])('is known as one, and read: %s', (_, saved) => {
    const values = new Map(Array.from({ length: 40 }, (_one, k) => [`setting.${k}`, 'ohm \u2126'] as const))
    const bytes = saved(formatSession(values, '1.2.3'))
    expect(beginsAsSession(bytes.subarray(0, 256))).toBe(true)
    const text = sessionText(bytes)
    expect(looksLikeSession(text)).toBe(true)
    expect(parseSession(text)).toHaveLength(40)
    expect(parseSession(`\ufeff${text}`)).toContainEqual({ path: 'setting.7', value: 'ohm \u2126' })
    // Broken, it is a broken session, and no signal.
    expect(looksLikeSession(text.trimEnd().slice(0, -1))).toBe(true)
  })

  it.each([
    '1,2\n3,4',
    '',
    '{',
    '[]',
    '{"settings":{"format":"blockscope session"}}',
    '{"format":"other"}',
    '"format"',
  ])('is not seen in %j', (text) => {
    expect(looksLikeSession(text)).toBe(false)
  })

  it.each<[string, string, string]>([
    ['nothing', '', 'The session file is empty.'],
    ['no JSON', '{', 'The session file is broken: it is no JSON.'],
    ['a list', '[]', 'It is no session file: it does not say "format": "blockscope session" and a version.'],
    [
      'another file',
      '{"name":"blockscope"}',
      'It is no session file: it does not say "format": "blockscope session" and a version.',
    ],
    [
      'no version',
      '{"format":"blockscope session"}',
      'It is no session file: it does not say "format": "blockscope session" and a version.',
    ],
    [
      'a newer one',
      file({ version: 7, layout: [] }),
      'The session file is of version 7, and this program reads versions up to 1: a newer Blockscope wrote it.',
    ],
  ])('is refused with a sentence: %s', (_, text, sentence) => {
    expect(() => parseSession(text)).toThrow(expect.objectContaining({ errno: 'EINVAL', message: sentence }))
  })

  it.each([{ settings: null }, { settings: { a: null } }, { settings: { a: [] } }, { more: 1 }, { settings: 'x' }])(
    'says what is broken: %j',
    (parts) => {
      expect(() => parseSession(file(parts))).toThrow(
        /^The session file is broken: \w+(\.\w+)? cannot be what it is \(.*\)\.$/,
      )
    },
  )

  it('of an older version is brought up to date, step by step', () => {
    const steps: Migrations = [
      ({ level, ...rest }) => ({ ...rest, ...(level !== undefined && { 'trigger.level': level }) }),
      (settings) => ({ ...settings, added: true }),
    ]
    const settings = { level: 0.5 }
    const read = (version: number) =>
      Object.fromEntries(parseSession(file({ version, settings }), steps).map((s) => [s.path, s.value]))
    expect(read(1)).toEqual({ 'trigger.level': 0.5, added: true })
    expect(read(2)).toEqual({ level: 0.5, added: true })
    expect(read(3)).toEqual({ level: 0.5 })
    expect(() => read(4)).toThrow('versions up to 3')
  })
})
