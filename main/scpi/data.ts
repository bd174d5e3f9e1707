// Program data: what stands behind a header (IEEE 488.2, 7.7).
import type { Cursor } from './cursor.ts'
import { refuse } from './errors.ts'
import { mostLetters } from './mnemonic.ts'

export type Datum =
  | { readonly kind: 'number'; readonly text: string; readonly suffix: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'block'; readonly bytes: Uint8Array }
  | { readonly kind: 'expression'; readonly text: string }

const mostDigits = 255
const mostExponent = 32_000
const utf8 = new TextDecoder('utf-8', { fatal: true })

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0))

/** What stands at the cursor. @throws ScpiError */
export function readDatum(cursor: Cursor): Datum {
  const sign = cursor.sign
  if (sign === '"' || sign === "'") return readString(cursor, sign)
  if (sign === '#') return readHash(cursor)
  if (sign === '(') return readExpression(cursor)
  if (/[-+.\d]/.test(sign)) return readNumber(cursor)
  if (/[a-z]/i.test(sign)) return readWord(cursor)
  return cursor.refuseSign()
}

function readWord(cursor: Cursor): Datum {
  const text = cursor.take(/\w+/y)
  if (text.length > mostLetters) refuse(-144, text)
  if (!cursor.isBetween) refuse(-141, `${text}${cursor.sign}`)
  return { kind: 'word', text }
}

function readNumber(cursor: Cursor): Datum {
  const mantissa = cursor.take(/[-+]?(?:\d+\.?\d*|\.\d+)/y)
  if (mantissa === '') return refuse(-121, cursor.sign)
  if (mantissa.length > mostDigits) refuse(-124)
  const exponent = Number(cursor.take(/\s*e\s*[-+]?\d+/iy).replace(/[\se]/gi, ''))
  if (Math.abs(exponent) > mostExponent) refuse(-123)
  const suffix = cursor.take(/[^\S\n]*[/a-z%°][\w./%°-]*/iy).trim()
  if (suffix.length > mostLetters) refuse(-134, suffix)
  if (!cursor.isBetween) refuse(-121, `${mantissa}${cursor.sign}`)
  const text = exponent === 0 ? mantissa : `${mantissa}e${exponent}`
  if (!Number.isFinite(Number(text))) refuse(-123)
  return { kind: 'number', text, suffix }
}

function readString(cursor: Cursor, quote: string): Datum {
  const quoted = cursor.take(quote === '"' ? /"(?:[^"]|"")*"/y : /'(?:[^']|'')*'/y)
  if (quoted === '' || !cursor.isBetween) refuse(-151)
  const inside = quoted.slice(1, -1).replaceAll(quote + quote, quote)
  try {
    return { kind: 'string', text: utf8.decode(bytesOf(inside)) }
  } catch {
    return refuse(-151)
  }
}

const bases: Readonly<Record<string, readonly [radix: number, digits: RegExp]>> = {
  H: [16, /[\da-f]+/iy],
  Q: [8, /[0-7]+/y],
  B: [2, /[01]+/y],
}

function readHash(cursor: Cursor): Datum {
  cursor.skip(1)
  const base = bases[cursor.sign.toUpperCase()]
  if (base === undefined) return { kind: 'block', bytes: readBlock(cursor) }
  cursor.skip(1)
  const [radix, shape] = base
  const digits = cursor.take(shape)
  if (digits === '' || !cursor.isBetween) refuse(-121)
  if (digits.length > mostDigits) refuse(-124)
  return { kind: 'number', text: String(Number.parseInt(digits, radix)), suffix: '' }
}

/** `#` is read already: of definite length, or `#0` and everything up to the end. */
function readBlock(cursor: Cursor): Uint8Array {
  const count = cursor.take(/\d/y)
  if (count === '') return refuse(-161)
  if (count === '0') return bytesOf(cursor.takeAll())
  const length = cursor.takeSigns(Number(count))
  const inside = /^\d+$/.test(length) ? cursor.takeSigns(Number(length)) : ''
  if (!/^\d+$/.test(length) || inside.length !== Number(length) || !cursor.isBetween) refuse(-161)
  return bytesOf(inside)
}

function readExpression(cursor: Cursor): Datum {
  const text = cursor.take(/\([^()"';]*\)/y)
  if (text === '' || !cursor.isBetween) refuse(-171)
  return { kind: 'expression', text }
}
