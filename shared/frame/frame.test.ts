import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  frameBytes,
  frameHeaderBytes,
  maxFrameBytes,
  maxSections,
  stampSequence,
} from './frame.ts'
import { encodeOverview } from './overview.ts'
import { decodePhosphor, encodePhosphor, type PhosphorMap } from './phosphor.ts'
import { decodeDerived, encodeDerived, firstDerived, sectionInt16, sectionKind } from './sections.ts'

const bytesOf = (values: readonly number[]): Uint8Array => new Uint8Array(Int16Array.from(values).buffer)

const map: PhosphorMap = {
  first: -1.5,
  step: 0.5,
  lowCode: -700,
  codesPerRow: 2.5,
  columns: 3,
  rows: 9,
  countedShare: 0.25,
  spans: Uint16Array.of(2, 3, 0, 0, 8, 1),
  grades: Uint8Array.of(1, 0, 255, 9),
}

const frame: Frame = {
  sequence: 7,
  epoch: 3,
  form: 'envelope',
  anchor: 'trigger',
  stopped: false,
  hasGap: true,
  clippedChannels: 0b10,
  points: 3,
  firstSample: 123_456_789_012,
  scansPerPoint: 12.5,
  triggerSample: 123_456_789_020.25,
  samplingFrequencyHz: 1e9,
  madeFromSamples: 37,
  newestSample: 123_456_800_000,
  oldestSample: 120_000_000_000,
  convertedUnixMs: 1.7e12,
  sections: [
    { kind: sectionKind.envelope, channel: 0, data: bytesOf([-5, 5, -6, 6, 32767, -32768]) },
    { kind: sectionKind.envelope, channel: 1, data: bytesOf([1, 2, 3, 4, 5, 6]) },
    { kind: sectionKind.persistence, channel: 1, data: encodePhosphor(map) },
    {
      kind: sectionKind.gaps,
      channel: 0,
      data: new Uint8Array(Float64Array.of(123_456_789_013, 2, 0).buffer),
    },
  ],
}

const bad = (bytes: Uint8Array, about: RegExp): void =>
  expect(() => decodeFrame(bytes)).toThrowError(
    expect.objectContaining({ errno: 'EBADMSG', message: expect.stringMatching(about) }),
  )

/** A good frame with some bytes overwritten. */
function damaged(write: (view: DataView) => void): Uint8Array {
  const bytes = encodeFrame(frame)
  write(new DataView(bytes.buffer))
  return bytes
}

describe('frame', () => {
  it('comes back as it went', () => {
    expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
  })

  it('has a longer stretch of the same record inside, and no third one', () => {
    const wide = { ...frame, scansPerPoint: 100 }
    const withOverview = (inner: Uint8Array, zeroSample = 1.5): Uint8Array =>
      encodeFrame({
        ...frame,
        sections: [
          ...frame.sections,
          { kind: sectionKind.overview, channel: 0, data: encodeOverview(zeroSample, inner) },
        ],
      })
    const { sections, overview, ...header } = decodeFrame(withOverview(encodeFrame(wide)))
    expect(overview).toEqual({ ...wide, zeroSample: 1.5 })
    expect(header.zeroSample).toBe(1.5)
    expect(sections).toHaveLength(frame.sections.length + 1)
    // Its codes can be read in place.
    expect(overview!.sections[0]!.data.byteOffset % 8).toBe(0)
    bad(withOverview(withOverview(encodeFrame(wide))), /one overview, which has none/)
    bad(withOverview(encodeFrame(wide).subarray(1)), /begins with BSF1/)
    bad(withOverview(encodeFrame(wide).subarray(0, 200)), /length/)
    bad(withOverview(encodeFrame(wide), Number.NaN), /no time zero/)
    bad(
      encodeFrame({ ...frame, sections: [{ kind: sectionKind.overview, channel: 0, data: bytesOf([1]) }] }),
      /shorter/,
    )
  })

  it('comes back as it went, whatever is in it', () => {
    const whole = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    const real = fc.double({ noNaN: true, noDefaultInfinity: true })
    const header = fc.record({
      sequence: whole,
      epoch: whole,
      form: fc.constantFrom<Frame['form']>('raw', 'envelope'),
      anchor: fc.constantFrom<Frame['anchor']>('trigger', 'auto', 'roll', 'past'),
      stopped: fc.boolean(),
      hasGap: fc.boolean(),
      clippedChannels: whole,
      points: fc.integer({ min: 0, max: 40 }),
      firstSample: real,
      scansPerPoint: fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
      triggerSample: fc.oneof(real, fc.constant(Number.NaN)),
      samplingFrequencyHz: fc.double({ min: 1, max: 1e12, noNaN: true }),
      madeFromSamples: real,
      newestSample: real,
      oldestSample: real,
      convertedUnixMs: real,
    })
    fc.assert(
      fc.property(header, fc.array(fc.constantFrom(1, 2, 3, 4), { maxLength: 6 }), (fields, kinds) => {
        const sections = kinds.map((kind, channel) => {
          const bytes = kind === 1 ? fields.points * 2 : kind === 2 ? fields.points * 4 : 24
          const data = kind === 3 ? encodePhosphor(map) : new Uint8Array(bytes).fill(channel + 1)
          return { kind: kind as 1, channel, data }
        })
        expect(decodeFrame(encodeFrame({ ...fields, sections }))).toEqual({ ...fields, sections })
      }),
    )
  })

  it('is as long as frameBytes says, with sections at multiples of 8', () => {
    const bytes = encodeFrame(frame)
    expect(bytes.byteLength).toBe(frameBytes(frame.sections.map((section) => section.data.byteLength)))
    for (const section of decodeFrame(bytes).sections) expect(section.data.byteOffset % 8).toBe(0)
  })

  it('gets its number when it is sent', () => {
    const bytes = encodeFrame(frame)
    stampSequence(bytes, 4_000_000_000)
    expect(decodeFrame(bytes)).toEqual({ ...frame, sequence: 4_000_000_000 })
  })

  it('is read where it lies in a larger buffer, aligned or not', () => {
    const bytes = encodeFrame(frame)
    for (const offset of [8, 1]) {
      const larger = new Uint8Array(bytes.byteLength + 16)
      larger.set(bytes, offset)
      const read = decodeFrame(larger.subarray(offset, offset + bytes.byteLength))
      expect(Array.from(sectionInt16(read.sections[0]!))).toEqual([-5, 5, -6, 6, 32767, -32768])
    }
  })

  it('is refused by the maker when it is too large', () => {
    const section = { kind: sectionKind.gaps, channel: 0, data: new Uint8Array(8) }
    const many = { ...frame, sections: new Array(maxSections + 1).fill(section) }
    expect(() => encodeFrame(many)).toThrowError(expect.objectContaining({ errno: 'EINVAL' }))
    const large = { ...frame, sections: [{ ...section, data: new Uint8Array(maxFrameBytes) }] }
    expect(() => encodeFrame(large)).toThrowError(expect.objectContaining({ errno: 'EMSGSIZE' }))
  })

  it('is refused by the reader for any field that cannot be', () => {
    bad(new Uint8Array(frameHeaderBytes - 1), /shorter than its header/)
    bad(new Uint8Array(maxFrameBytes + 1), /is longer than 8388608 bytes/)
    bad(
      damaged((view) => view.setUint8(0, 0)),
      /BSF1/,
    )
    bad(
      damaged((view) => view.setUint32(88, 5, true)),
      /length of a frame differs/,
    )
    bad(encodeFrame(frame).slice(0, -8), /length of a frame differs/)
    bad(
      damaged((view) => view.setUint8(12, 8)),
      /flags/,
    )
    bad(
      damaged((view) => view.setUint8(13, 4)),
      /flags/,
    )
    bad(
      damaged((view) => view.setUint16(14, 65, true)),
      /declares 65 sections/,
    )
    bad(
      damaged((view) => view.setUint16(14, 60, true)),
      /inside its section table/,
    )
    bad(
      damaged((view) => view.setFloat64(48, 0, true)),
      /time axis/,
    )
    bad(
      damaged((view) => view.setFloat64(32, Number.NaN, true)),
      /time axis/,
    )
    bad(
      damaged((view) => view.setFloat64(24, Number.NEGATIVE_INFINITY, true)),
      /time axis/,
    )
    bad(
      damaged((view) => view.setUint32(100, 8, true)),
      /Section 0 of a frame lies outside/,
    )
    bad(
      damaged((view) => view.setUint32(100, 164, true)),
      /Section 0 of a frame lies outside/,
    )
    bad(
      damaged((view) => view.setUint32(104, 2 ** 32 - 1, true)),
      /Section 0 of a frame lies outside/,
    )
    bad(
      damaged((view) => view.setUint32(16, 4, true)),
      /Section 0 of a frame has 12 bytes where 16 belong/,
    )
  })

  it('is shown without what a newer instrument put into it', () => {
    const whole = decodeFrame(encodeFrame(frame))
    const newer = decodeFrame(damaged((view) => view.setUint16(96, 999, true)))
    expect(newer).toEqual({ ...whole, sections: whole.sections.slice(1) })
    // Where its bytes lie is checked all the same.
    const outside = damaged((view) => {
      view.setUint16(96, 999, true)
      view.setUint32(104, 2 ** 32 - 1, true)
    })
    bad(outside, /Section 0 of a frame lies outside/)
  })

  it('is refused when a persistence map in it is damaged', () => {
    const section = decodeFrame(encodeFrame(frame)).sections[2]!
    const at = section.data.byteOffset
    const damages: [(view: DataView) => void, RegExp][] = [
      [(view) => view.setFloat64(at, Number.NaN, true), /impossible axes/],
      [(view) => view.setFloat64(at + 8, 0, true), /impossible axes/],
      [(view) => view.setFloat64(at + 24, -1, true), /impossible axes/],
      [(view) => view.setFloat64(at + 32, 1.5, true), /impossible share/],
      [(view) => view.setUint16(at + 40, 5000, true), /too large/],
      [(view) => view.setUint16(at + 42, 2000, true), /too large/],
      [(view) => view.setUint16(at + 40, 30, true), /ends inside its columns/],
      [(view) => view.setUint16(at + 48, 7, true), /Column 0 .* higher than the map/],
      [(view) => view.setUint16(at + 50, 2, true), /has 4 grades where 3 belong/],
    ]
    for (const [write, about] of damages) bad(damaged(write), about)
    expect(() => decodePhosphor(new Uint8Array(47))).toThrowError(expect.objectContaining({ errno: 'EBADMSG' }))
  })

  it('says what a code of a derived trace stands for, and is refused when that cannot be', () => {
    const withSection = (data: Uint8Array) =>
      encodeFrame({ ...frame, sections: [{ kind: sectionKind.derived, channel: firstDerived, data }] })
    const told = { unitsPerCode: 6.1e-5, share: 0.84 }
    const [section] = decodeFrame(withSection(encodeDerived(told))).sections
    expect(section!.channel).toBe(firstDerived)
    expect(decodeDerived(section!.data)).toEqual(told)
    for (const bad of [{ unitsPerCode: 0 }, { unitsPerCode: Number.NaN }, { share: 1.1 }, { share: -0.1 }])
      expect(() => decodeFrame(withSection(encodeDerived({ ...told, ...bad })))).toThrow('A derived trace')
    expect(() => decodeFrame(withSection(new Uint8Array(15)))).toThrow('described by 16 bytes, not by 15')
  })

  it('carries a persistence map, aligned or not', () => {
    const data = encodePhosphor(map)
    const moved = new Uint8Array(data.length + 1)
    moved.set(data, 1)
    for (const bytes of [data, moved.subarray(1)]) {
      const { spans, grades, ...rest } = decodePhosphor(bytes)
      expect({ ...rest, spans: [...spans], grades: [...grades] }).toEqual({
        ...map,
        spans: [...map.spans],
        grades: [...map.grades],
      })
    }
  })

  it('never makes the reader do anything but accept or refuse, whatever the bytes', () => {
    const good = encodeFrame(frame)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 }),
        (hits) => {
          const bytes = good.slice()
          for (const [at, value] of hits) bytes[at] = value
          try {
            for (const { data } of decodeFrame(bytes).sections)
              expect(data.byteLength).toBeLessThanOrEqual(bytes.length)
          } catch (thrown) {
            expect(thrown).toMatchObject({ errno: 'EBADMSG' })
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})
