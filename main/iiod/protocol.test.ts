// The protocol as bytes: lines in, answers out.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanType } from '#shared/iio/index.ts'
import {
  errorAnswer,
  numberAnswer,
  packedAnswer,
  packValues,
  readValue,
  textAnswer,
  unpackValues,
  valueAnswer,
  versionAnswer,
} from './answer.ts'
import { formatMask, parseMask } from './channel-mask.ts'
import { commandWords, parseCommand, trimLine } from './command.ts'
import { commandForms, helpText } from './command-forms.ts'
import { contextXml } from './context-xml.ts'
import { formatScanElement } from './scan-format.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

/** Lines of a form: with and without what may be left out, and with each of what may be chosen. */
function linesOf(form: string): readonly string[] {
  const [, before = '', choice, after = ''] = /^(.*?)\[([^\]]*)\](.*)$/.exec(form) ?? []
  if (choice !== undefined)
    return ['', ...choice.split(' | ')].flatMap((chosen) => linesOf(`${before}${chosen}${after}`))
  const words = { DEVICE: 'iio:device0', CHANNEL: 'voltage0', ATTRIBUTE: 'raw', TRIGGER: 'trigger0', MASK: '00000003' }
  const named = Object.entries(words).reduce((line, [name, word]) => line.replaceAll(name, word), form)
  return [
    named
      .replaceAll(/\b(MS|BYTES|COUNT|SCANS)\b(?!_)/g, '8')
      .replaceAll(/ +/g, ' ')
      .trim(),
  ]
}

describe('the forms of commands', () => {
  it('are those of every command that is read, and nothing else', () => {
    expect(Object.keys(commandForms).toSorted()).toEqual(commandWords.toSorted())
    for (const [word, { form }] of Object.entries(commandForms))
      for (const line of linesOf(form)) {
        expect(line.split(' ')[0]).toBe(word)
        expect(parseCommand(line), line).not.toBeNull()
        expect(parseCommand(`${line} and more words than there are`), line).toBeNull()
      }
    expect(linesOf(commandForms.READ.form)).toHaveLength(10)
  })

  it('are what HELP names', () => {
    expect(helpText).toMatch(/^Commands: VERSION HELP .* EXIT\.\n$/)
    expect(helpText).not.toMatch(/QUIT|BINARY|ZPRINT/)
  })
})

describe('a line', () => {
  it.each([
    ['VERSION', { verb: 'version' }],
    ['version', { verb: 'version' }],
    ['QUIT', { verb: 'exit' }],
    ['BINARY', { verb: 'unspoken' }],
    ['TIMEOUT -1', { verb: 'timeout', ms: -1 }],
    ['READ iio:device0', { verb: 'read', address: { device: 'iio:device0', place: { kind: 'device' }, name: null } }],
    ['READ d a', { verb: 'read', address: { device: 'd', place: { kind: 'device' }, name: 'a' } }],
    ['READ d DEBUG a', { verb: 'read', address: { device: 'd', place: { kind: 'debug' }, name: 'a' } }],
    ['READ d buffer', { verb: 'read', address: { device: 'd', place: { kind: 'buffer' }, name: null } }],
    [
      'READ d INPUT voltage0 raw',
      {
        verb: 'read',
        address: { device: 'd', place: { kind: 'channel', direction: 'in', channel: 'voltage0' }, name: 'raw' },
      },
    ],
    ['WRITE d a 8', { verb: 'write', address: { device: 'd', place: { kind: 'device' }, name: 'a' }, bytes: 8 }],
    ['WRITE d 8', { verb: 'write', address: { device: 'd', place: { kind: 'device' }, name: null }, bytes: 8 }],
    [
      'WRITE d OUTPUT v0 a 1',
      {
        verb: 'write',
        address: { device: 'd', place: { kind: 'channel', direction: 'out', channel: 'v0' }, name: 'a' },
        bytes: 1,
      },
    ],
    ['GETTRIG d', { verb: 'gettrig', device: 'd' }],
    ['SETTRIG d', { verb: 'settrig', device: 'd', trigger: null }],
    ['SETTRIG d trigger0', { verb: 'settrig', device: 'd', trigger: 'trigger0' }],
    ['SET d BUFFERS_COUNT 4', { verb: 'buffersCount', device: 'd', count: 4 }],
    ['OPEN d 8 00000003', { verb: 'open', device: 'd', scans: 8, mask: '00000003', cyclic: false }],
    ['OPEN  d\t8  00000003 CYCLIC', { verb: 'open', device: 'd', scans: 8, mask: '00000003', cyclic: true }],
    ['CLOSE d', { verb: 'close', device: 'd' }],
    ['READBUF d 32', { verb: 'readbuf', device: 'd', bytes: 32 }],
    ['WRITEBUF d 32', { verb: 'writebuf', device: 'd', bytes: 32 }],
  ])('%s is a command', (line, command) => {
    expect(parseCommand(line)).toEqual(command)
  })

  it.each([
    ' VERSION',
    'Version',
    'VERSION now',
    'FOO',
    'toString',
    'READ',
    'READ d INPUT',
    'READ d a b',
    'WRITE d',
    'WRITE d a x',
    'WRITE d a -1',
    'TIMEOUT',
    'TIMEOUT 1 2',
    'OPEN d 8',
    'OPEN d eight 00000001',
    'OPEN d 8 00000001 Cyclic',
    'READBUF d',
    'READBUF d 9999999999999999999',
    'SET d BUFFERS 1',
    'VERSION\u0000',
    'VERSION\u00ff',
  ])('%j is none', (line) => {
    expect(parseCommand(line)).toBeNull()
  })

  it('ends where nothing more counts', () => {
    expect(['VERSION\r', 'VERSION  \r', 'VERSION\t ', '\r', ''].map(trimLine)).toEqual([
      'VERSION',
      'VERSION',
      'VERSION',
      '',
      '',
    ])
  })
})

describe('an answer', () => {
  it('is a number, and what it counts', () => {
    expect([errorAnswer('EINVAL'), numberAnswer(8), versionAnswer(0, 24, 'v0.24')]).toEqual([
      '-22\n',
      '8\n',
      '0.24.v0.24  \n',
    ])
    expect(versionAnswer(0, 24, '123456789')).toBe('0.24.1234567\n')
    expect(valueAnswer('100')).toEqual(bytes('4\n100\0\n'))
    expect(valueAnswer('')).toEqual(bytes('1\n\0\n'))
    expect(textAnswer('timer')).toEqual(bytes('5\ntimer\n'))
  })

  it('counts bytes, not characters', () => {
    expect(Buffer.from(textAnswer('µ')).toString('latin1')).toBe('2\n\u00c2\u00b5\n')
  })

  it('packs all attributes of a place', () => {
    expect(packedAnswer([{ text: '1000000' }, { text: '1000 1000000' }])).toEqual(
      bytes('32\n\0\0\0\x081000000\0\0\0\0\x0d1000 1000000\0\0\0\0\n'),
    )
    expect(packValues([{ error: 'EBUSY' }])).toEqual(bytes('\xff\xff\xff\xf0'))
  })

  it('gives back what was packed', () => {
    const texts = fc.array(fc.string({ unit: 'binary' }).filter((text) => !/[\n\0]$/.test(text)))
    fc.assert(
      fc.property(texts, (values) => {
        expect(unpackValues(packValues(values.map((text) => ({ text }))))).toEqual(values)
      }),
    )
  })

  it.each(['\0', '\0\0\0\x08abc', '\x7f\xff\xff\xff'])('%j is nothing packed', (text) => {
    expect(unpackValues(bytes(text))).toBeNull()
  })

  it('reads a value with or without what ends it', () => {
    expect(['12\0', '12', '12\n', '12\n\0', '\0'].map((text) => readValue(bytes(text)))).toEqual([
      '12',
      '12',
      '12',
      '12',
      '',
    ])
  })
})

describe('a mask', () => {
  it('has a bit for each channel, and whole words, the highest first', () => {
    expect(parseMask('0000008200000001', 40)).toEqual([0, 33, 39])
    expect(formatMask([0, 33, 39], 40)).toBe('0000008200000001')
  })

  it.each([
    ['00000000', 4],
    ['0000003', 4],
    ['000000003', 4],
    ['00000010', 4],
    ['0000000g', 4],
    ['-0000001', 4],
    ['', 0],
  ])('%j of %i channels is refused', (text, channels) => {
    expect(parseMask(text, channels)).toBeNull()
  })

  it('is read as it is written', () => {
    const any = fc.integer({ min: 1, max: 100 }).chain((channels) =>
      fc.record({
        channels: fc.constant(channels),
        places: fc.subarray([...Array(channels).keys()], { minLength: 1 }),
      }),
    )
    fc.assert(
      fc.property(any, ({ channels, places }) => {
        expect(parseMask(formatMask(places, channels), channels)).toEqual(places)
      }),
    )
  })
})

describe('the format of a scan element', () => {
  it('has a capital sign where the value fills its storage', () => {
    expect(formatScanElement(scanType({ sign: 's', realbits: 16 }))).toBe('le:S16/16>>0')
    expect(formatScanElement(scanType({ sign: 'u', realbits: 12, storagebits: 16, shift: 4 }))).toBe('le:u12/16>>4')
  })
})

describe('the XML', () => {
  it('is one line, as iiod writes it', () => {
    const xml = contextXml({
      name: 'local',
      version: { major: 0, minor: 24, git: 'v0.24' },
      description: 'A <board> & "more"',
      attributes: [['hw_model', "it's"]],
      devices: [
        {
          id: 'iio:device0',
          name: 'adc',
          label: '',
          channels: [
            {
              id: 'voltage0',
              type: 'input',
              scan: { index: 0, format: 'le:s12/16>>4', scale: 0.48828125 },
              attributes: [{ name: 'raw', filename: 'in_voltage0_raw' }],
            },
          ],
          attributes: [{ name: 'sampling_frequency' }],
          debugAttributes: [],
          bufferAttributes: [{ name: 'data_available' }],
        },
      ],
    })
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?><!DOCTYPE context \[/)
    expect(xml.slice(xml.indexOf(']>') + 2)).toBe(
      '<context name="local" version-major="0" version-minor="24" version-git="v0.24" description="A &lt;board&gt; &amp; &quot;more&quot;" >' +
        '<context-attribute name="hw_model" value="it&apos;s" />' +
        '<device id="iio:device0" name="adc" ><channel id="voltage0" type="input" >' +
        '<scan-element index="0" format="le:s12/16&gt;&gt;4" scale="0.488281" />' +
        '<attribute name="raw" filename="in_voltage0_raw" /></channel>' +
        '<attribute name="sampling_frequency" /><buffer-attribute name="data_available" /></device></context>',
    )
  })
})
