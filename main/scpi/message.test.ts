import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScpiError } from './errors.ts'
import { parseMessage } from './message.ts'
import { mnemonic, notationOf } from './mnemonic.ts'
import { bytesIn, numberIn } from './numbers.ts'
import { MessageReader, mostMessageBytes, overlong } from './server/message-reader.ts'

describe('a message', () => {
  it('is units of a header and its data', () => {
    expect(parseMessage(`:CHAN1:LAB "a;""b",'c,''d'; *ESE? ;SCAL -1.5e3 MV, #15a\nb;c ,#HfF,(@1)`)).toMatchObject([
      {
        isAbsolute: true,
        words: ['CHAN1', 'LAB'],
        isQuery: false,
        data: [
          { kind: 'string', text: 'a;"b' },
          { kind: 'string', text: "c,'d" },
        ],
      },
      { isCommon: true, words: ['ESE'], isQuery: true, data: [] },
      {
        isAbsolute: false,
        words: ['SCAL'],
        data: [
          { kind: 'number', text: '-1.5e3', suffix: 'MV' },
          { kind: 'block', bytes: Uint8Array.from(Buffer.from('a\nb;c')) },
          { kind: 'number', text: '255' },
          { kind: 'expression', text: '(@1)' },
        ],
      },
    ])
    expect(parseMessage(' \t\r')).toEqual([])
  })

  it('of any bytes is read, or refused with a number', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parseMessage(Buffer.from(bytes).toString('latin1'))
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'ScpiError', number: expect.any(Number) })
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('numbers', () => {
  const read = (text: string, suffix: string, unit: string) => numberIn({ kind: 'number', text, suffix }, unit)

  it.each([
    ['500', 'MV', 'V', 0.5],
    ['50', 'us', 's', 0.00005],
    ['1', 'MHZ', 'Hz', 1e6],
    ['1', 'M', 's', 0.001],
    ['1', 'MAV', 'V', 1e6],
    ['1', 'MA', 'A', 0.001],
    ['2e3', 'KHZ', 'S/s', 2e6],
    ['1', 'MSA/S', 'S/s', 0.001],
    ['10', 'PCT', '%', 10],
    ['3', '', '', 3],
  ])('%s %s of %s', (text, suffix, unit, value) => {
    expect(read(text, suffix, unit)).toBe(value)
  })

  it('have no suffix of another unit', () => {
    expect(() => read('1', 'S', 'V')).toThrow(expect.objectContaining({ number: -131 }))
    expect(() => read('1', 'K', '')).toThrow(expect.objectContaining({ number: -138 }))
    expect(bytesIn({ kind: 'number', text: '64', suffix: 'kib' })).toBe(65_536)
    expect(() => bytesIn({ kind: 'number', text: '64', suffix: 'K' })).toThrow(
      expect.objectContaining({ number: -131 }),
    )
  })
})

describe('mnemonics', () => {
  it.each([
    ['watermark', 'WATermark', 'WAT', 'WATERMARK', 1],
    ['scale', 'SCALe', 'SCAL', 'SCALE', 1],
    ['mode', 'MODE', 'MODE', 'MODE', 1],
    ['noiseReject', 'NOISeREJect', 'NOISREJ', 'NOISEREJECT', 1],
    ['channelB', 'CHANnelB', 'CHANB', 'CHANNELB', 1],
    ['width2', 'WIDTh2', 'WIDT', 'WIDTH', 2],
    ['acRms', 'ACRMS', 'ACRMS', 'ACRMS', 1],
    ['armLevel', 'ARMLEVel', 'ARMLEV', 'ARMLEVEL', 1],
    ['a', 'A', 'A', 'A', 1],
  ])('%s is %s', (name, notation, short, long, suffix) => {
    expect(notationOf(name)).toBe(notation)
    expect(mnemonic(notation)).toEqual({ short, long, suffix })
  })
})

describe('a stream of messages', () => {
  /** All messages of a stream that comes in these pieces. */
  function messagesOf(pieces: readonly Uint8Array[]) {
    const reader = new MessageReader()
    return pieces.flatMap((piece) => {
      reader.push(piece)
      const found: (string | typeof overlong)[] = []
      for (let one = reader.next(); one !== null; one = reader.next()) found.push(one)
      return found
    })
  }

  it('is the same however it is cut', () => {
    const text = fc.constantFrom(
      'A 1',
      'B #15a\nb\nc',
      'C "#19"',
      "D '",
      '',
      '#',
      ' #',
      ' #9',
      ' #212',
      ' #0',
      '\r',
      ' #3x',
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), fc.array(fc.nat(40), { maxLength: 8 }), (texts, cuts) => {
        const whole = Buffer.from(texts.map((one) => `${one}\n`).join(''))
        const places = [0, ...cuts.filter((cut) => cut < whole.length).toSorted((a, b) => a - b), whole.length]
        const pieces = places.slice(1).map((end, k) => whole.subarray(places[k], end))
        expect(messagesOf(pieces)).toEqual(messagesOf([whole]))
      }),
      { numRuns: 1000 },
    )
  })

  it('has blocks with newlines in them, and drops what is too long', () => {
    expect(messagesOf([Buffer.from('A #15a\nb\nc\r\nB\n')])).toEqual(['A #15a\nb\nc', 'B'])
    const long = Buffer.alloc(mostMessageBytes + 1, 'x')
    expect(messagesOf([long, Buffer.from('y\nB\n'), Buffer.from(' #9999999999\nC\n')])).toEqual([
      overlong,
      'B',
      overlong,
      'C',
    ])
  })
})

it('an error tells signs that nobody can see by their numbers', () => {
  expect(new ScpiError(-101, 'a\r\x80"').message).toBe('Invalid character;a\\x0d\\x80"')
})
