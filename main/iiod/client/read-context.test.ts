// The XML of contexts: what our own server writes, what other servers have, and what nobody should.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrnoError } from '#shared/errors.ts'
import { scanType } from '#shared/iio/index.ts'
import { contextXml, type DescribedDevice } from '../context-xml.ts'
import { formatScanElement } from '../scan-format.ts'
import { maskOrder, type RemoteContext, readContext, shown } from './read-context.ts'

const about = { name: 'local', version: { major: 0, minor: 24, git: 'v0.24' }, description: 'a board', attributes: [] }

function described(devices: readonly DescribedDevice[]): string {
  return contextXml({ ...about, devices })
}

const inContext = (inside: string): string => `<context name="x">${inside}</context>`
const inDevice = (inside: string): string => inContext(`<device id="iio:device0">${inside}</device>`)
const inChannel = (inside: string): string => inDevice(`<channel id="voltage0" type="input">${inside}</channel>`)

function refusal(xml: string): string {
  try {
    readContext(xml)
  } catch (thrown) {
    if (thrown instanceof ErrnoError) return `${thrown.errno}: ${thrown.message}`
    throw thrown
  }
  return 'it was read'
}

const anyWord = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,12}$/)
const anyText = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  // What no XML may hold becomes a question mark.
  .filter((text) => shown(text) === text && !/[\ud800-\udfff\ufffe\uffff]/.test(text))
const anyAttributes = fc.uniqueArray(anyWord, { maxLength: 4 })
const anyChannel = fc.record({
  id: anyWord,
  type: fc.constantFrom('input' as const, 'output' as const),
  scan: fc.option(
    fc.record({
      index: fc.integer({ min: 0, max: 4095 }),
      shift: fc.integer({ min: 0, max: 4 }),
      be: fc.boolean(),
      repeat: fc.integer({ min: 1, max: 4 }),
    }),
  ),
  attributes: anyAttributes,
})
const anyDevice = fc.record({
  id: anyWord,
  name: anyText,
  label: anyText,
  channels: fc.uniqueArray(anyChannel, { maxLength: 5, selector: ({ id, type }) => `${type} ${id}` }),
  attributes: anyAttributes,
  debugAttributes: anyAttributes,
  bufferAttributes: anyAttributes,
})

describe('a context', () => {
  it('is read as our own server writes it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyDevice, { maxLength: 4, selector: ({ id }) => id }), (devices) => {
        const typeOf = ({ shift, be, repeat }: { shift: number; be: boolean; repeat: number }) =>
          scanType({ endian: be ? 'be' : 'le', sign: 's', realbits: 12, storagebits: 16, shift, repeat })
        const named = (names: readonly string[]) => names.map((name) => ({ name }))
        const xml = described(
          devices.map((device) => ({
            ...device,
            channels: device.channels.map(({ scan, attributes, ...channel }) => ({
              ...channel,
              ...(scan !== null && { scan: { index: scan.index, format: formatScanElement(typeOf(scan)) } }),
              attributes: named(attributes),
            })),
            attributes: named(device.attributes),
            debugAttributes: named(device.debugAttributes),
            bufferAttributes: named(device.bufferAttributes),
          })),
        )
        const read: RemoteContext = readContext(xml)
        const valued = (names: readonly string[]) => names.map((name) => ({ name, value: null }))
        expect(read.version).toEqual({ major: 0, minor: 24 })
        expect(read.devices).toEqual(
          devices.map((device) => ({
            ...device,
            channels: device.channels.map(({ id, type, scan, attributes }) => ({
              id,
              direction: type === 'input' ? 'in' : 'out',
              name: '',
              scan: scan === null ? null : { index: scan.index, type: typeOf(scan) },
              attributes: valued(attributes),
            })),
            attributes: valued(device.attributes),
            debugAttributes: valued(device.debugAttributes),
            bufferAttributes: valued(device.bufferAttributes),
          })),
        )
      }),
    )
  })

  it('has values where a file has them, and nothing of what is unknown', () => {
    const xml = `<?xml version="1.0"?><context name="x" version-major="1" version-minor="0" new="y">
      <context-attribute name="hw_model" value="A &lt;board&gt; &#233;"/><event/>
      <device id="iio:device0" name="adc">
        <buffer index="0"><attribute name="hidden"/><channel id="voltage0" type="input"/></buffer>
        <channel id="voltage0" type="input" name="vcc" label="z"><scan-element index="0" format="be:U8/8X3>>0"/><attribute name="raw" filename="in" value="17"/><event-attribute name="e"><attribute name="no"/></event-attribute></channel>
        <attribute name="rate"/><attribute name="rate"/>
      </device></context>`
    const { attributes, devices, version } = readContext(xml)
    expect(attributes.get('hw_model')).toBe('A <board> é')
    expect(version).toEqual({ major: 1, minor: 0 })
    expect(devices).toEqual([
      {
        id: 'iio:device0',
        name: 'adc',
        label: '',
        channels: [
          {
            id: 'voltage0',
            direction: 'in',
            name: 'vcc',
            scan: { index: 0, type: scanType({ endian: 'be', sign: 'u', realbits: 8, repeat: 3 }) },
            attributes: [{ name: 'raw', value: '17' }],
          },
        ],
        attributes: [{ name: 'rate', value: null }],
        debugAttributes: [],
        bufferAttributes: [],
      },
    ])
  })

  it.each([
    ['', /^EBADMSG: The context is no XML: /],
    ['hello', /^EBADMSG: The context is no XML: /],
    ['<html></html>', "EBADMSG: The XML is no context: it begins with 'html'."],
    ['<context', 'EBADMSG: The context is no XML: unexpected end.'],
    ['<context name="x">', /^EBADMSG: The context is no XML: unclosed tag/],
    ['<context name="x" name="y"></context>', /^EBADMSG: The context is no XML: duplicate attribute/],
    ['<!DOCTYPE context [<!ENTITY a "b">]><context name="&a;"/>', /^EBADMSG: The context is no XML: undefined entity/],
    [inContext('<device/>'), 'EBADMSG: A device has no name.'],
    [inContext('<device id=""/>'), "EBADMSG: A device has a name that no command can have: ''."],
    [inContext('<device id="a b"/>'), "EBADMSG: A device has a name that no command can have: 'a b'."],
    [inContext('<device id="a&#10;EXIT"/>'), "EBADMSG: A device has a name that no command can have: 'a EXIT'."],
    [inContext('<device id="a/b"/>'), "EBADMSG: A device has a name that no command can have: 'a/b'."],
    [inContext('<device id="a"/><device id="a"/>'), 'EBADMSG: Two devices of the context are called a.'],
    [inDevice('<channel type="input"/>'), 'EBADMSG: A channel of iio:device0 has no name.'],
    [inDevice('<channel id="v" type="both"/>'), 'EBADMSG: Channel v of iio:device0 is neither input nor output.'],
    [
      inDevice('<channel id="v" type="input"/><channel id="v" type="input"/>'),
      'EBADMSG: Two channels of iio:device0 are called v.',
    ],
    [inDevice('<attribute name="a b"/>'), /^EBADMSG: An attribute of iio:device0 has a name that no command can have/],
    [
      inChannel('<scan-element index="-1" format="le:s8/8>>0"/>'),
      "EBADMSG: '-1' is no scan index for voltage0 of iio:device0: 0 to 4095 is allowed.",
    ],
    [inChannel('<scan-element index="4096" format="le:s8/8>>0"/>'), /is no scan index for voltage0/],
    [inChannel('<scan-element index="0"/>'), /^EBADMSG: '' is no format for voltage0 of iio:device0/],
    [inChannel('<scan-element index="0" format="le:s17/16>>0"/>'), /is no format for voltage0/],
    [inChannel('<scan-element index="0" format="le:s8/8X99999>>0"/>'), /^EMSGSIZE: An element of voltage0/],
    [inContext('<device id="d"/>'.repeat(3)), 'EBADMSG: Two devices of the context are called d.'],
    [`<context>${'<a>'.repeat(2_000_000)}`, /^EMSGSIZE: A context of 6000009 characters is too large/],
  ])('%.80s is refused', (xml, sentence) => {
    const said = refusal(xml)
    if (typeof sentence === 'string') expect(said).toBe(sentence)
    else expect(said).toMatch(sentence)
  })

  it('with very many names is refused, or read in good time', () => {
    const many = Array.from({ length: 20_000 }, (_, k) => `<attribute name="a${k}"/>`).join('')
    expect(refusal(inDevice(many))).toBe('EMSGSIZE: iio:device0 has more than 16384 attributes.')
    const devices = Array.from({ length: 300 }, (_, k) => `<device id="d${k}"/>`).join('')
    expect(refusal(inContext(devices))).toBe('EMSGSIZE: The context has more than 256 devices.')
  })

  it('that is damaged is read or refused with one sentence', () => {
    const xml = inChannel(
      '<scan-element index="0" format="le:s12/16&gt;&gt;4" scale="0.48"/><attribute name="raw" filename="f"/>',
    )
    const damage = fc.array(
      fc.tuple(fc.nat(xml.length - 1), fc.constantFrom('<', '>', '"', '&', '/', ' ', '\0', 'a', '9', '')),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    fc.assert(
      fc.property(damage, (places) => {
        const letters = [...xml]
        for (const [at, letter] of places) letters[at] = letter
        expect(refusal(letters.join(''))).toMatch(/^(it was read|E[A-Z]+: [^\n]+)$/)
      }),
    )
  })
})

it('masks count channels by scan index, then by shift, and those without one last', () => {
  const channel = (id: string, index: number | null, shift = 0) => ({
    id,
    direction: 'in' as const,
    name: '',
    attributes: [],
    scan: index === null ? null : { index, type: scanType({ sign: 's', realbits: 8, storagebits: 16, shift }) },
  })
  const channels = [
    channel('temp', null),
    channel('c', 3),
    channel('b', 1, 8),
    channel('a', 1, 0),
    channel('other', null),
  ]
  expect(maskOrder(channels).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'temp', 'other'])
})
