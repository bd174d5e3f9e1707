// What a person can decide about a file instead of the program: the options behind the path of a file source,
// `file:PATH?column=2&unit=mV`. One table says each option's name, the formats it belongs to, and how its text is read.
import { fail, say, word } from '../errors.ts'
import { type FileFormat, fileFormats } from '../kinds/formats.ts'
import { parseSi } from '../units.ts'

/** What stands between the cells of a text file. `space`: one blank or more, also tabs. */
export const separators = ['comma', 'semicolon', 'tab', 'space', 'pipe'] as const
export type Separator = (typeof separators)[number]

/** What the numbers of a column are. `code`: steps of the converter; `logic`: levels 0 and 1. */
export const signalUnits = ['V', 'mV', 'uV', 'nV', 'kV', 'MV', 'code', 'logic'] as const
export type SignalUnit = (typeof signalUnits)[number]

/** Samples of a raw file: signed, unsigned or floating, bits, little-endian unless it ends in `be`. */
export const sampleTypes = [
  ...['s8', 'u8', 's16', 's16be', 'u16', 'u16be', 's24', 's24be', 's32', 's32be'],
  ...['f32', 'f32be', 'f64', 'f64be'],
] as const
export type SampleType = 's8' | 'u8' | `${'s16' | 'u16' | 's24' | 's32' | 'f32' | 'f64'}${'' | 'be'}`

export interface FileOptions {
  /** What the file is read as, whatever it looks like. */
  readonly format?: FileFormat
  /** CSV: the column that is played, by number (the first is 1) or by its heading. */
  readonly column?: number | string
  /** The signal of the file that is played; the first is 1. In a CSV file a time axis does not count. */
  readonly channel?: number
  readonly separator?: Separator
  readonly decimal?: '.' | ','
  /** CSV: lines before the samples; raw: bytes before them. */
  readonly skip?: number
  /** CSV: what the numbers are. */
  readonly unit?: SignalUnit
  /** Factor from the file's values to what is played; 1 plays them as they are and clips what is beyond the range. */
  readonly scale?: number
  /** The file's own sample rate, Hz: what is offered as the sampling frequency. */
  readonly rate?: number
  /** Raw: how a sample is stored. */
  readonly type?: SampleType
  /** Raw: interleaved channels. */
  readonly channels?: number
}

export type OptionName = keyof FileOptions

interface OptionRule<K extends OptionName> {
  /** Formats that have it. */
  readonly of: readonly FileFormat[]
  /** What is allowed, for a person. */
  readonly allowed: string
  /** The value, or undefined when the text is not allowed. */
  read(text: string): FileOptions[K] | undefined
  write(value: NonNullable<FileOptions[K]>): string
}

const oneOf = <T extends string>(names: readonly T[], text: string): T | undefined =>
  names.find((name) => name === text) ?? names.find((name) => name.toLowerCase() === text.toLowerCase())

function whole(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}

const signs: Readonly<Record<string, Separator>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '\\t': 'tab',
  ' ': 'space',
  '|': 'pipe',
}

/** `0.5`, `2e-3`, `1/5`. */
function factor(text: string): number | undefined {
  const [over = '', under = '1', ...more] = text.split('/')
  const isNumber = (part: string): boolean => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part.trim())
  const value = isNumber(over) && isNumber(under) && more.length === 0 ? Number(over) / Number(under) : Number.NaN
  return Number.isFinite(value) && value !== 0 ? value : undefined
}

function rateOf(text: string): number | undefined {
  try {
    const value = parseSi(text.replace(/(sps|s\/s|sa\/s)$/i, ''), 'Hz')
    return value > 0 && value <= 1e15 ? value : undefined
  } catch {
    return undefined
  }
}

/** Longest heading that can name a column, characters. */
const longestHeading = 200
/** More interleaved channels than any recorder has. */
export const maxFileChannels = 65_535
export const maxColumns = 16_384

export const optionRules: { readonly [K in OptionName]-?: OptionRule<K> } = {
  format: {
    of: fileFormats,
    allowed: fileFormats.join(', '),
    read: (text) => oneOf(fileFormats, text),
    write: (value) => value,
  },
  column: {
    of: ['csv'],
    allowed: 'a number (the first column is 1) or the heading of a column',
    read: (text) => {
      if (/^\d+$/.test(text)) return whole(text, 1, maxColumns)
      const heading = /^"(.*)"$/.exec(text)?.[1] ?? text
      return heading !== '' && heading.length <= longestHeading ? heading : undefined
    },
    // A heading of digits is quoted, so that it is not taken for a number.
    write: (value) => (typeof value === 'string' && /^(\d+|".*")$/.test(value) ? `"${value}"` : String(value)),
  },
  channel: {
    of: fileFormats,
    allowed: 'a number; the first signal is 1',
    read: (text) => whole(text, 1, maxFileChannels),
    write: String,
  },
  separator: {
    of: ['csv'],
    allowed: `${separators.join(', ')}, or the sign itself`,
    read: (text) => signs[text] ?? oneOf(separators, text),
    write: (value) => value,
  },
  decimal: {
    of: ['csv'],
    allowed: 'point, comma, or the sign itself',
    read: (text) => (({ '.': '.', ',': ',', point: '.', comma: ',' }) as const)[text.toLowerCase()],
    write: (value) => (value === ',' ? 'comma' : 'point'),
  },
  skip: {
    of: ['csv', 'raw'],
    allowed: 'a whole number: lines before the samples of a CSV file, bytes before those of a raw one',
    read: (text) => whole(text, 0, Number.MAX_SAFE_INTEGER),
    write: String,
  },
  unit: {
    of: ['csv'],
    allowed: signalUnits.join(', '),
    read: (text) => {
      const plain = text.replace(/[µμ]/, 'u')
      // Case tells milli from mega.
      return signalUnits.find((unit) => unit === plain) ?? ({ v: 'V', codes: 'code' } as const)[plain]
    },
    write: (value) => value,
  },
  scale: {
    of: fileFormats,
    allowed: 'a factor such as 0.2 or 1/5; 1 plays the values as they are',
    read: factor,
    write: String,
  },
  rate: {
    of: fileFormats,
    allowed: 'a frequency such as 48k or 2.5MHz',
    read: rateOf,
    write: String,
  },
  type: {
    of: ['raw'],
    allowed: sampleTypes.join(', '),
    read: (text) => oneOf(sampleTypes as readonly SampleType[], text.replace(/^i(\d)/i, 's$1').replace(/le$/i, '')),
    write: (value) => value,
  },
  channels: {
    of: ['raw'],
    allowed: `a number of interleaved channels, up to ${maxFileChannels}`,
    read: (text) => whole(text, 1, maxFileChannels),
    write: String,
  },
}

export const optionNames = Object.keys(optionRules) as readonly OptionName[]

const isOption = (name: string): name is OptionName => Object.hasOwn(optionRules, name)

/** `%41` becomes `A`; a percent sign that begins no such code stays. */
export function percentDecoded(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes)
    } catch {
      return codes
    }
  })
}

/** Reads `column=2&unit=mV`; values may be percent-encoded. @throws EINVAL with what is allowed */
export function parseOptions(text: string): FileOptions {
  const options: Partial<Record<OptionName, unknown>> = {}
  for (const part of text.split('&')) {
    const equals = part.indexOf('=')
    const name = part.slice(0, Math.max(equals, 0)).toLowerCase()
    const given = percentDecoded(part.slice(equals + 1))
    if (!isOption(name))
      fail(
        'EINVAL',
        say`'${equals < 0 ? part : name}' is no option of a file; there are ${optionNames.join(', ')}. A path with a question mark is written in quotes.`,
      )
    if (options[name] !== undefined) fail('EINVAL', say`The option ${name} is given twice.`)
    const rule: OptionRule<OptionName> = optionRules[name] as OptionRule<OptionName>
    const value = rule.read(given)
    if (value === undefined) fail('EINVAL', say`The option ${name} takes ${word(rule.allowed)}; not '${given}'.`)
    options[name] = value
  }
  const read = options as FileOptions
  if (read.column !== undefined && read.channel !== undefined)
    fail('EINVAL', say`The options column and channel both say what is played; give one of them.`)
  return read
}

/** Encodes what would end a value or be decoded: percent, ampersand, question mark, blanks at the ends, line breaks. */
const encoded = (text: string): string => text.replace(/[%&?]|[^\S ]|^ | $/g, encodeURIComponent)

/** The text that {@link parseOptions} reads as these options; empty when there are none. */
export function formatOptions(options: FileOptions): string {
  return optionNames
    .filter((name) => options[name] !== undefined)
    .map((name) => `${name}=${encoded((optionRules[name] as OptionRule<OptionName>).write(options[name]!))}`)
    .join('&')
}

/** @throws EINVAL when an option does not belong to the format that a file has */
export function checkOptionsOf(format: FileFormat, options: FileOptions): void {
  for (const name of optionNames)
    if (options[name] !== undefined && !optionRules[name].of.includes(format))
      fail(
        'EINVAL',
        say`The option ${name} belongs to files read as ${optionRules[name].of.join(', ')}; this one is read as ${format}.`,
      )
}
