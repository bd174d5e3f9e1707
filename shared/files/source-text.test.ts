import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileFormats } from '../kinds/formats.ts'
import { type FileOptions, sampleTypes, separators, signalUnits } from './options.ts'
import { expandHome, formatFileSource, isFileSource, parseFileSource } from './source-text.ts'

const optionsOf = (text: string): FileOptions => parseFileSource(text).options

function sentence(text: string): string {
  try {
    parseFileSource(text)
  } catch (thrown) {
    expect(thrown).toMatchObject({ errno: 'EINVAL' })
    return (thrown as Error).message
  }
  return 'accepted'
}

describe('the path of a file source', () => {
  it.each([
    ['plain', 'file:/data/a.csv', '/data/a.csv'],
    ['with blanks inside', 'file:/data/my file.wav', '/data/my file.wav'],
    ['relative', 'file:a.csv', 'a.csv'],
    ['below the home folder', 'file:~/a b.csv', '~/a b.csv'],
    ['with blanks and a line break around it', '  file: /data/a.csv \n', '/data/a.csv'],
    ['with an equals sign', 'file:/a=b.wav', '/a=b.wav'],
    ['on a Windows disk', 'file:C:\\data\\new.csv', 'C:\\data\\new.csv'],
    ['with a percent sign', 'file:/data/100%.csv', '/data/100%.csv'],
    ['with codes that only a URL has', 'file:/data/a%20b.csv', '/data/a%20b.csv'],
    ['escaped as a shell does it', 'file:/data/my\\ file\\ \\(2\\).wav', '/data/my file (2).wav'],
    ['with an escaped question mark', 'file:/data/what\\?.csv', '/data/what?.csv'],
    ['with a question mark and no options behind it', 'file:/data/what?.csv', '/data/what?.csv'],
    ['in single quotes', "file:'/data/my file.wav'", '/data/my file.wav'],
    ['in double quotes', 'file:"/data/my file.wav"\n', '/data/my file.wav'],
    ['in quotes within which there is one', "file:'/data/it'\\''s.wav'", "/data/it's.wav"],
    ['in double quotes with escapes', 'file:"/data/a \\"b\\".wav"', '/data/a "b".wav'],
    ['in quotes, with a question mark', "file:'/data/a?column=2'", '/data/a?column=2'],
    ['that only begins with a quote', "file:'tis.wav", "'tis.wav"],
    ['as a URL', 'file:///data/my%20file.wav', '/data/my file.wav'],
    ['as a URL behind our own prefix', 'file:file:///data/my%20file%C3%A9.wav', '/data/my fileé.wav'],
    ['as a URL of this machine', 'file://localhost/data/a.wav', '/data/a.wav'],
    ['as a URL with an encoded question mark', 'file:///data/what%3F.csv', '/data/what?.csv'],
    ['as a URL with a stray percent sign', 'file:///data/100%.csv', '/data/100%.csv'],
    ['as a URL of a Windows disk', 'file:///C:/data/a.csv', 'C:/data/a.csv'],
    ['twice ours and relative', 'file:file:a.csv', 'a.csv'],
  ])('is understood %s', (_, text, path) => {
    expect(parseFileSource(text)).toEqual({ path, options: {} })
  })

  it('is told from other sources', () => {
    expect(['file:/a', ' file:a', 'sine', 'loopback', 'profile:a'].map(isFileSource)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('is refused with a sentence when it cannot be one', () => {
    expect(sentence('file:')).toMatch(/path of the file is missing/)
    expect(sentence("file:''")).toMatch(/path of the file is missing/)
    expect(sentence('file:/a.csv\n/b.csv')).toMatch(/several lines/)
    expect(sentence('file:///a%0Ab')).toMatch(/line breaks/)
    expect(sentence('file:///a%00b')).toMatch(/zeros/)
    expect(sentence('file://server/share/a.wav')).toMatch(/another machine, server/)
    expect(sentence('sine')).toMatch(/written file:PATH/)
  })

  it('has its ~ replaced by the home folder, and nothing else', () => {
    expect(expandHome('~', '/home/me')).toBe('/home/me')
    expect(expandHome('~/a.wav', '/home/me/')).toBe('/home/me/a.wav')
    expect(expandHome('~\\a.wav', 'C:\\me')).toBe('C:\\me\\a.wav')
    for (const path of ['/a/~/b', '~other/a', 'a~', '~a']) expect(expandHome(path, '/home/me')).toBe(path)
    expect(expandHome('~/a', '')).toBe('~/a')
  })
})

describe('the options of a file source', () => {
  it('are read behind the last question mark', () => {
    expect(parseFileSource('file:/a.csv?column=2&unit=mV')).toEqual({
      path: '/a.csv',
      options: { column: 2, unit: 'mV' },
    })
    expect(parseFileSource('file:/what?.csv?column=2')).toEqual({ path: '/what?.csv', options: { column: 2 } })
    expect(parseFileSource("file:'/what?.csv'?column=2")).toEqual({ path: '/what?.csv', options: { column: 2 } })
    expect(parseFileSource('file:///a%20b.csv?channel=3')).toEqual({ path: '/a b.csv', options: { channel: 3 } })
    expect(parseFileSource('file:/a\\ b.csv?channel=3')).toEqual({ path: '/a b.csv', options: { channel: 3 } })
  })

  it('are understood in the ways a person writes them', () => {
    expect(optionsOf('file:a?separator=;&decimal=,')).toEqual({ separator: 'semicolon', decimal: ',' })
    expect(optionsOf('file:a?Separator=TAB&decimal=point')).toEqual({ separator: 'tab', decimal: '.' })
    expect(optionsOf('file:a?separator=%09')).toEqual({ separator: 'tab' })
    expect(optionsOf('file:a?separator=|')).toEqual({ separator: 'pipe' })
    expect(optionsOf('file:a?unit=µV')).toEqual({ unit: 'uV' })
    expect(['mV', 'MV', 'v', 'codes'].map((unit) => optionsOf(`file:a?unit=${unit}`).unit)).toEqual([
      'mV',
      'MV',
      'V',
      'code',
    ])
    expect(
      ['48k', '48000', '2.5MHz', '1GS/s', '44.1 kHz'].map((rate) => optionsOf(`file:a?rate=${rate}`).rate),
    ).toEqual([48e3, 48e3, 2.5e6, 1e9, 44.1e3])
    expect(['0.2', '1/5', '-1', '2e-3'].map((scale) => optionsOf(`file:a?scale=${scale}`).scale)).toEqual([
      0.2, 0.2, -1, 0.002,
    ])
    expect(['s16', 'i16', 'S16LE', 'f32be'].map((type) => optionsOf(`file:a?type=${type}`).type)).toEqual([
      's16',
      's16',
      's16',
      'f32be',
    ])
    expect(optionsOf('file:a?column=Channel%20A%20%26%20B')).toEqual({ column: 'Channel A & B' })
    expect(optionsOf('file:a?column="2"')).toEqual({ column: '2' })
    expect(optionsOf('file:a?format=RAW&channels=2&skip=44')).toEqual({ format: 'raw', channels: 2, skip: 44 })
  })

  it('are refused with what is allowed', () => {
    expect(sentence('file:a?colum=2')).toMatch(/'colum' is no option of a file; there are format, column, .*in quotes/)
    expect(sentence('file:a?column=0')).toMatch(/column takes a number \(the first column is 1\).*not '0'/)
    expect(sentence('file:a?column=')).toMatch(/not ''/)
    expect(sentence('file:a?channel=left')).toMatch(/first signal is 1; not 'left'/)
    expect(sentence('file:a?unit=furlong')).toMatch(/unit takes V, mV, .*not 'furlong'/)
    expect(sentence('file:a?unit=MICROV')).toMatch(/unit takes/)
    expect(sentence('file:a?separator=x')).toMatch(/comma, semicolon, tab, space, pipe/)
    expect(sentence('file:a?decimal=x')).toMatch(/point, comma/)
    expect(sentence('file:a?scale=0')).toMatch(/factor such as/)
    expect(sentence('file:a?scale=1/0')).toMatch(/factor such as/)
    expect(sentence('file:a?rate=-1')).toMatch(/frequency such as/)
    expect(sentence('file:a?format=mp3')).toMatch(/wav, aiff, csv, npy, sigmf, sigrok, raw, recording; not 'mp3'/)
    expect(sentence('file:a?type=s12')).toMatch(/s8, u8/)
    expect(sentence('file:a?column=1&column=2')).toMatch(/given twice/)
    expect(sentence('file:a?column=1&channel=2')).toMatch(/give one of them/)
    expect(sentence('file:a?skip=-1')).toMatch(/whole number/)
  })
})

const anyOptions: fc.Arbitrary<FileOptions> = fc
  .record(
    {
      format: fc.constantFrom(...fileFormats),
      column: fc.oneof(fc.integer({ min: 1, max: 9999 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })),
      separator: fc.constantFrom(...separators),
      decimal: fc.constantFrom('.' as const, ',' as const),
      skip: fc.nat(),
      unit: fc.constantFrom(...signalUnits),
      scale: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      rate: fc.double({ min: 1e-3, max: 1e12, noNaN: true }),
      type: fc.constantFrom(...sampleTypes) as fc.Arbitrary<NonNullable<FileOptions['type']>>,
      channels: fc.integer({ min: 1, max: 65535 }),
    },
    { requiredKeys: [] },
  )
  .map((options) => options as FileOptions)

describe('a file source', () => {
  it('is written so that it is read again as itself', () => {
    const anyPath = fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: fc.constantFrom(...`/ '"\\?=&~%:afile`) }),
      )
      .filter((path) => path !== '' && !/[\0\r\n]/.test(path))
    fc.assert(
      fc.property(anyPath, anyOptions, (path, options) => {
        expect(parseFileSource(formatFileSource({ path, options }))).toEqual({ path, options })
      }),
      { numRuns: 5000 },
    )
  })

  it('never throws anything but a sentence, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`file:/ '"\\?=&~%2\n`), maxLength: 30 }), (text) => {
        try {
          parseFileSource(`file:${text}`)
        } catch (thrown) {
          expect(thrown).toMatchObject({ errno: 'EINVAL', message: expect.stringMatching(/^[^\n]*\.$/) })
        }
      }),
      { numRuns: 5000 },
    )
  })
})
