// Text files as bytes that a parser of numbers can read: UTF-8 and Latin-1 as they are, UTF-16 narrowed to a byte per
// character. Offsets are in these bytes, from behind the byte order mark.
import { type ByteFile, readPart } from '../byte-file.ts'

export type Encoding = 'UTF-8' | 'UTF-16 LE' | 'UTF-16 BE' | 'Latin-1'

/** How much is looked at to decide how a file is to be read. */
export const headBytes = 1 << 17

const probeBytes = 1 << 16
/** What stands for the sign of infinity in narrowed text. */
const infinityByte = 0x9e

interface Found {
  readonly encoding: Encoding
  /** Bytes of the byte order mark. */
  readonly skipped: number
}

export class TextFile {
  readonly encoding: Encoding
  /** Bytes of the text. */
  readonly length: number
  /** Zero bytes and end-of-file marks at the end that are left out. */
  readonly padding: number
  readonly #file: ByteFile
  readonly #skipped: number
  readonly #width: 1 | 2
  #raw = new Uint8Array(0)

  private constructor(file: ByteFile, found: Found) {
    this.#file = file
    this.encoding = found.encoding
    this.#skipped = found.skipped
    this.#width = found.encoding.startsWith('UTF-16') ? 2 : 1
    this.padding = paddingOf(file, found.skipped, this.#width)
    this.length = Math.floor((file.bytes - found.skipped - this.padding) / this.#width)
  }

  /** Null when the file is no text. */
  static open(file: ByteFile): TextFile | null {
    const found = findEncoding(readPart(file, 0, probeBytes), file.bytes <= probeBytes)
    return found === null ? null : new TextFile(file, found)
  }

  /** The file's bytes in which so much text is. */
  bytesOf(length: number): number {
    return length * this.#width
  }

  /** Fills `target` with the text from `offset` on; less than it holds only at the end. */
  read(offset: number, target: Uint8Array): number {
    const wanted = Math.max(0, Math.min(target.length, this.length - offset))
    const at = this.#skipped + offset * this.#width
    if (this.#width === 1) return this.#file.read(at, target.subarray(0, wanted))
    if (this.#raw.length < wanted * 2) this.#raw = new Uint8Array(wanted * 2)
    const got = this.#file.read(at, this.#raw.subarray(0, wanted * 2)) >> 1
    narrow(this.#raw, this.encoding === 'UTF-16 BE', target, got)
    return got
  }

  /** The text between two offsets, as a person reads it. */
  textOf(from: number, to: number): string {
    const at = this.#skipped + from * this.#width
    const bytes = readPart(this.#file, at, (to - from) * this.#width)
    return decode(bytes, this.encoding)
  }

  /** Narrowed bytes as text: what a cell in a buffer says. */
  cellText(bytes: Uint8Array): string {
    return this.#width === 1
      ? decode(bytes, this.encoding)
      : String.fromCharCode(...bytes).replaceAll(String.fromCharCode(infinityByte), '∞')
  }
}

function decode(bytes: Uint8Array, encoding: Encoding): string {
  const labels = { 'UTF-8': 'utf-8', 'UTF-16 LE': 'utf-16le', 'UTF-16 BE': 'utf-16be', 'Latin-1': 'windows-1252' }
  return new TextDecoder(labels[encoding]).decode(bytes)
}

function narrow(raw: Uint8Array, bigEndian: boolean, target: Uint8Array, length: number): void {
  const [high, low] = bigEndian ? [0, 1] : [1, 0]
  for (let k = 0; k < length; k++) {
    const unit = (raw[2 * k + high]! << 8) | raw[2 * k + low]!
    target[k] = unit < 0x80 ? unit : unit === 0x2212 ? 0x2d : unit === 0x221e ? infinityByte : 0x3f
  }
}

function findEncoding(head: Uint8Array, isAll: boolean): Found | null {
  const [a, b, c, d] = head
  if (a === 0xef && b === 0xbb && c === 0xbf)
    return isText(head.subarray(3), isAll) ? { encoding: 'UTF-8', skipped: 3 } : null
  if (a === 0xff && b === 0xfe && !(c === 0 && d === 0)) return { encoding: 'UTF-16 LE', skipped: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'UTF-16 BE', skipped: 2 }
  const wide = wideEncoding(head)
  if (wide !== null) return { encoding: wide, skipped: 0 }
  if (!isText(head, isAll)) return null
  return { encoding: isUtf8(head) ? 'UTF-8' : 'Latin-1', skipped: 0 }
}

/** UTF-16 without a mark: every other byte of nearly all characters is zero, and the others are text. */
function wideEncoding(head: Uint8Array): Encoding | null {
  const pairs = head.length >> 1
  if (pairs < 2) return null
  let [first, second] = [0, 0]
  for (let k = 0; k < pairs; k++) {
    if (head[2 * k] === 0) first++
    if (head[2 * k + 1] === 0) second++
  }
  const isBig = first > 0.9 * pairs && second < 0.1 * pairs
  const isLittle = second > 0.9 * pairs && first < 0.1 * pairs
  if (!isBig && !isLittle) return null
  const narrowed = new Uint8Array(pairs)
  narrow(head, isBig, narrowed, pairs)
  return isText(narrowed, true) ? (isBig ? 'UTF-16 BE' : 'UTF-16 LE') : null
}

/** No control characters but blanks and ends of lines; zeros and the end-of-file mark of DOS only at the very end. */
function isText(bytes: Uint8Array, isAll: boolean): boolean {
  let end = bytes.length
  if (isAll) while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x1a)) end--
  for (let k = 0; k < end; k++) {
    const byte = bytes[k]!
    if (byte === 0x7f || (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x0c)) return false
  }
  return end > 0
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // What is cut at the end of the head is no fault of the file.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Zeros and end-of-file marks at the end: what a recorder that was cut off, or an old program, leaves. */
function paddingOf(file: ByteFile, skipped: number, width: 1 | 2): number {
  let end = file.bytes
  while (end > skipped) {
    const from = Math.max(skipped, end - probeBytes)
    const part = readPart(file, from, end - from)
    let kept = part.length
    while (kept > 0 && (part[kept - 1] === 0 || part[kept - 1] === 0x1a)) kept--
    end = from + kept
    if (kept > 0) break
  }
  const padding = file.bytes - end
  // The zero of a last ASCII character in UTF-16 LE is no padding.
  return width === 1 ? padding : padding - (padding % 2)
}
