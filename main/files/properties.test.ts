// What no list of examples covers: files of any dialect give their numbers back, WAV files of any form their bits, and
// files with any damage are played or refused with one sentence.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrnoError } from '#shared/errors.ts'
import { npyFile, srFile } from './testing/other-files.ts'
import { expectSignal, play } from './testing/play.ts'
import { signalA, signalB, voltsOf } from './testing/signal.ts'
import { chunk, wavFile } from './testing/wav-file.ts'

/** The same files in every run; whoever looks for more changes it. */
const seed = 1

/** How a program could write a table. */
const anyDialect = fc.record({
  separator: fc.constantFrom(',', ';', '\t', '|', ' ', ', ', ' ; '),
  decimal: fc.constantFrom('.', ','),
  quoted: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n', '\r', '\n\n'),
  lastEnd: fc.boolean(),
  number: fc.constantFrom('fixed', 'exponent', 'fortran', 'signed'),
  axis: fc.constantFrom('none', 'time', 'unnamed', 'count'),
  heading: fc.boolean(),
  unit: fc.constantFrom('', 'V', 'mV', 'uV', 'kV'),
  unitsRow: fc.boolean(),
  signals: fc.integer({ min: 1, max: 4 }),
  preamble: fc.array(
    fc.constantFrom('Model;X1', 'Serial,12', 'made by us', 'Record Length\t200', '', '# a remark', '% 12'),
    {
      maxLength: 6,
    },
  ),
  trailing: fc.boolean(),
  encoding: fc.constantFrom('utf8', 'bom', 'utf16le', 'utf16be'),
  values: fc.array(fc.integer({ min: -32768, max: 32767 }), { minLength: 12, maxLength: 60 }),
  played: fc.nat(3),
})
type Dialect = typeof anyDialect extends fc.Arbitrary<infer T> ? T : never

const perVolt = { '': 1, V: 1, mV: 1e3, uV: 1e6, kV: 1e-3 } as const

/** Readings that a person could not tell apart either are not asked for. */
function isReadable({ separator, decimal, quoted, heading, unit, axis, signals, values, trailing }: Dialect): boolean {
  const cells = signals + (axis === 'none' ? 0 : 1)
  if (separator.includes(',') && decimal === ',' && !quoted && (cells > 1 || trailing)) return false
  // Without a heading nothing says millivolts, and one column of decimal commas may be two.
  if (!heading && unit !== '' && unit !== 'V') return false
  if (cells === 1 && decimal === ',' && !quoted && !heading) return false
  return new Set(values).size > 2
}

function numberText(volts: number, { decimal, number, unit }: Dialect): string {
  const value = volts * perVolt[unit]
  const digits = { '': 8, V: 8, mV: 6, uV: 3, kV: 11 }[unit]
  const text =
    number === 'exponent'
      ? value.toExponential(8)
      : number === 'fortran'
        ? value.toExponential(8).replace('e', 'D')
        : `${number === 'signed' && value >= 0 ? '+' : ''}${value.toFixed(digits)}`
  return text.replace('.', decimal)
}

function tableOf(dialect: Dialect): Buffer {
  const { separator, quoted, end, axis, heading, unit, unitsRow, signals, values, trailing, decimal } = dialect
  const cell = (text: string): string => (quoted ? `"${text}"` : text)
  const row = (cells: readonly string[]): string => cells.map(cell).join(separator) + (trailing ? separator : '')
  const named =
    unit !== '' && !unitsRow ? (name: string): string => `${name} [${unit}]` : (name: string): string => name
  const axisName = { none: [], time: ['Time'], unnamed: ['Time'], count: ['Sample'] }[axis]
  // A blank in a name would be two cells where blanks separate.
  const names = [
    ...axisName,
    ...Array.from({ length: signals }, (_, k) =>
      separator === ' ' ? named(`CH${k + 1}`).replace(' ', '_') : named(`CH${k + 1}`),
    ),
  ]
  const units = [
    ...axisName.map(() => (axis === 'count' ? '' : 's')),
    ...Array.from({ length: signals }, () => unit || 'V'),
  ]
  const hasUnits = unitsRow && separator !== ' '
  const lines = [
    ...dialect.preamble.filter(() => heading),
    ...(heading ? [row(names)] : []),
    ...(heading && hasUnits ? [row(units.map((one) => (one === '' ? '' : `(${one})`)))] : []),
    ...values.map((_, i) => {
      const time = axis === 'count' ? String(i) : (i * 1e-3).toFixed(6).replace('.', decimal)
      const cells = Array.from({ length: signals }, (_, k) => numberText(voltsOf(codeOf(values, i, k)), dialect))
      return row([...axisName.map(() => time), ...cells])
    }),
  ]
  const text = lines.join(end) + (dialect.lastEnd ? end : '')
  if (dialect.encoding === 'utf8') return Buffer.from(text)
  if (dialect.encoding === 'bom') return Buffer.from(`\ufeff${text}`)
  const wide = Buffer.from(`\ufeff${text}`, 'utf16le')
  return dialect.encoding === 'utf16le' ? wide : wide.swap16()
}

/** Each signal has the values in another order. */
const codeOf = (values: readonly number[], i: number, signal: number): number =>
  values[(i + 5 * signal) % values.length]!

describe('a table in any dialect', () => {
  it('gives its numbers back', async () => {
    const anyTable = anyDialect
      .map((dialect) => ({
        ...dialect,
        unitsRow: dialect.unitsRow && dialect.separator !== ' ',
        unit: dialect.separator === ' ' && dialect.unitsRow ? ('' as const) : dialect.unit,
      }))
      .filter(isReadable)
    await fc.assert(
      fc.asyncProperty(anyTable, async (dialect) => {
        const { codes } = await play('t.csv', tableOf(dialect), { channel: dialect.played, options: 'scale=1' })
        const signal = dialect.played % dialect.signals
        expectSignal(
          codes,
          dialect.values.map((_, i) => codeOf(dialect.values, i, signal)),
        )
      }),
      { numRuns: 750, seed },
    )
  })
})

const anyForm = fc.constantFrom(
  ...[8, 16, 24, 32].map((bits) => ({ bits, tag: 1 })),
  ...[32, 64].map((bits) => ({ bits, tag: 3 })),
)
const anyJunk = fc.option(
  fc.record({ name: fc.constantFrom('LIST', 'JUNK', 'bext', 'PEAK'), bytes: fc.uint8Array({ maxLength: 40 }) }),
  { nil: null },
)

describe('a WAV file of any form', () => {
  it('gives its bits back', async () => {
    const anyWav = fc.record({
      form: anyForm,
      magic: fc.constantFrom('RIFF' as const, 'RIFX' as const, 'RF64' as const, 'BW64' as const),
      isExtensible: fc.boolean(),
      channels: fc.integer({ min: 1, max: 5 }),
      played: fc.nat(9),
      frames: fc.integer({ min: 1, max: 200 }),
      seed: fc.nat(),
      junk: fc.tuple(anyJunk, anyJunk, anyJunk),
      dataFirst: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        anyWav,
        async ({ form, magic, isExtensible, channels, played, frames, seed, junk, dataFirst }) => {
          const big = magic === 'RIFX'
          const bytes = form.bits / 8
          const data = Buffer.alloc(frames * channels * bytes)
          const expected: number[] = []
          for (let i = 0, x = seed | 1; i < frames * channels; i++) {
            x = (Math.imul(x, 1664525) + 1013904223) | 0
            const code = x >> 16
            const at = i * bytes
            if (form.tag === 3) {
              const value = code / 32768
              if (bytes === 4) big ? data.writeFloatBE(value, at) : data.writeFloatLE(value, at)
              else big ? data.writeDoubleBE(value, at) : data.writeDoubleLE(value, at)
            } else if (form.bits === 8) data[at] = (code >> 8) + 128
            else if (big) data.writeIntBE(Math.floor((code * 2 ** form.bits) / 65536), at, bytes)
            else data.writeIntLE(Math.floor((code * 2 ** form.bits) / 65536), at, bytes)
            if (i % channels !== played % channels) continue
            const float = Math.max(-32768, Math.min(32767, Math.round((code / 32768) * 32767)))
            expected.push(form.tag === 3 ? float : form.bits === 8 ? (code >> 8) << 8 : code)
          }
          const [first, between, behind] = junk.map((one) =>
            one === null ? undefined : chunk(one.name, one.bytes, { big }),
          )
          const file = wavFile({
            magic,
            ...(isExtensible ? { subFormat: form.tag } : { tag: form.tag }),
            bits: form.bits,
            channels,
            data,
            longBytes: data.length,
            dataFirst,
            ...(first && { first }),
            ...(between && { between }),
            ...(behind && { behind }),
          })
          // A data chunk of odd length is padded before what follows.
          const { codes } = await play('x.wav', file, { channel: played })
          expect(codes).toEqual(expected)
        },
      ),
      { numRuns: 1500, seed },
    )
  })
})

const wholes: Readonly<Record<string, Buffer>> = {
  'a.wav': wavFile({
    bits: 16,
    channels: 2,
    data: Buffer.from(Int16Array.from(signalA).buffer),
    first: chunk('LIST', Buffer.from('INFOISFTx')),
  }),
  'b.wav': wavFile({
    magic: 'RF64',
    subFormat: 3,
    bits: 32,
    data: Buffer.from(Float32Array.from(signalA, voltsOf).buffer),
    longBytes: 800,
  }),
  'c.wav': wavFile({ magic: 'RIFX', bits: 24, channels: 1, data: Buffer.alloc(600, 7) }),
  'd.aif': Buffer.concat([
    Buffer.from('FORM\0\0\x01\xbeAIFFCOMM\0\0\0\x12\0\x01\0\0\0\xc8\0\x10', 'latin1'),
    Buffer.from('400ebb80000000000000', 'hex'),
    chunk('SSND', Buffer.concat([Buffer.alloc(8), Buffer.from(Int16Array.from(signalA).buffer).swap16()]), {
      big: true,
    }),
  ]),
  'e.csv': Buffer.from(
    `Time (s),CH1 (V),CH2 (mV)\n${signalA.map((a, i) => `${(i * 1e-6).toFixed(9)},${voltsOf(a).toFixed(8)},${signalB[i]}`).join('\n')}\n`,
  ),
  'f.csv': Buffer.from(
    `Zeit;U\r\n(ms);(V)\r\n\r\n${signalA.map((a, i) => `${i};${voltsOf(a).toFixed(8)}`).join('\r\n')}`.replaceAll(
      '.',
      ',',
    ),
  ),
  'g.txt': Buffer.from(`\ufeff${signalA.map((a) => voltsOf(a).toExponential(6)).join('\t')}`, 'utf16le'),
  'h.csv': Buffer.from(`"a b","c"\n${signalA.map((a, i) => `"${i / 7}","${a}"`).join('\n')}\n`),
  'i.raw': Buffer.from(Int16Array.from(signalA).buffer),
  'j.npy': npyFile("{'descr': '<i2', 'fortran_order': False, 'shape': (100, 2), }", Int16Array.from(signalA)),
  'k.npy': npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (200,), }", Float32Array.from(signalA, voltsOf)),
  'l.sr': srFile({ 'analog-1-1-1': Float32Array.from(signalA, voltsOf), 'analog-1-1-2': Float32Array.of(0.5, -0.5) }),
  'm.sr': srFile({ 'logic-1-1': Uint8Array.from(signalA, (code) => code & 0xff) }, { level: 6 }),
}

describe('a damaged file', () => {
  it('is played or refused with one sentence, in bounded time', async () => {
    const anyDamage = fc.record({
      name: fc.constantFrom(...Object.keys(wholes)),
      hits: fc.array(
        fc.record({
          kind: fc.constantFrom('byte', 'cut', 'remove', 'insert', 'repeat', 'swap'),
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          length: fc.nat(40),
          byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from(',;\t\n\r".-0e#\0\xff', 'latin1'))),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      channel: fc.nat(2),
      description: fc.option(fc.string({ maxLength: 30 }), { nil: null }),
    })
    let played = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(anyDamage, async ({ name, hits, channel, description }) => {
        let bytes = Buffer.from(wholes[name]!)
        for (const { kind, at, length, byte } of hits) {
          const from = Math.floor(at * bytes.length)
          const [before, after] = [bytes.subarray(0, from), bytes.subarray(from)]
          if (kind === 'byte') bytes[Math.min(from, bytes.length - 1)] = byte
          else if (kind === 'cut') bytes = Buffer.from(before)
          else if (kind === 'remove') bytes = Buffer.concat([before, after.subarray(length)])
          else if (kind === 'insert') bytes = Buffer.concat([before, Buffer.alloc(length, byte), after])
          else if (kind === 'repeat') bytes = Buffer.concat([before, after.subarray(0, length), after])
          else bytes = Buffer.concat([after, before])
        }
        try {
          const { codes, file } = await play(name, bytes, {
            channel,
            ...(description !== null && { beside: { '.json': description } }),
          })
          played++
          expect(codes.length).toBe(file.samples)
          expect(codes.length).toBeGreaterThan(0)
          // No file of so few bytes holds more samples than bytes.
          // A zip archive may unpack to more, and says in its list how much; a byte of logic has eight channels.
          expect(codes.length).toBeLessThanOrEqual(name.endsWith('.sr') ? 256 << 20 : bytes.length)
        } catch (thrown) {
          if (!(thrown instanceof ErrnoError)) throw thrown
          refused++
          expect(thrown.message).toMatch(/^[^\n]{1,600}\.$/)
          expect(['EINVAL', 'ENOMEM']).toContain(thrown.errno)
        }
      }),
      { numRuns: 1500, seed },
    )
    // Both happen often, or this tests nothing.
    expect(played).toBeGreaterThan(150)
    expect(refused).toBeGreaterThan(150)
  })
})
