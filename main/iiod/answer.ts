// Answers of the IIOD protocol, byte by byte: a decimal number and a newline, and what the number counts.
import { type ErrnoName, errno } from '#shared/errors.ts'

const encoder = new TextEncoder()

/** `-22\n`: nothing follows it. */
export function errorAnswer(name: ErrnoName): string {
  return `${-errno[name]}\n`
}

export function numberAnswer(value: number): string {
  return `${value}\n`
}

/** The tag has exactly so many characters: a client refuses fewer. */
const tagLength = 7

/** `0.24.v0.24  \n`. This number is no length. */
export function versionAnswer(major: number, minor: number, tag: string): string {
  return `${major}.${minor}.${tag.slice(0, tagLength).padEnd(tagLength)}\n`
}

/** Length in bytes, the text, a newline: the XML of a context, the name of a trigger. */
export function textAnswer(text: string): Uint8Array {
  return framed(encoder.encode(text))
}

/** The value of an attribute: a zero byte ends it, which is counted. An empty value is no error, so it is 1 byte long. */
export function valueAnswer(text: string): Uint8Array {
  return framed(encoder.encode(`${text}\0`))
}

/** What is read of one attribute of many. */
export type PackedValue = { readonly text: string } | { readonly error: ErrnoName }

/**
 * All attributes of a place: of each a signed 32-bit big-endian length (or negative errno), the bytes with their zero byte,
 * and zeros up to a multiple of 4.
 */
export function packedAnswer(values: readonly PackedValue[]): Uint8Array {
  return framed(packValues(values))
}

/** The bytes of {@link packedAnswer} without the frame. */
export function packValues(values: readonly PackedValue[]): Uint8Array {
  const parts = values.map((value) => ('text' in value ? encoder.encode(`${value.text}\0`) : value.error))
  const total = parts.reduce((sum, part) => sum + 4 + (typeof part === 'string' ? 0 : padded(part.length)), 0)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  let offset = 0
  for (const part of parts) {
    view.setInt32(offset, typeof part === 'string' ? -errno[part] : part.length)
    offset += 4
    if (typeof part === 'string') continue
    bytes.set(part, offset)
    offset += padded(part.length)
  }
  return bytes
}

/**
 * The values of a packed write, in order; null: this attribute is not to be written.
 * @returns null when the bytes are no packed values
 */
export function unpackValues(bytes: Uint8Array): readonly (string | null)[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: (string | null)[] = []
  for (let offset = 0; offset < bytes.length; ) {
    if (offset + 4 > bytes.length) return null
    const length = view.getInt32(offset)
    offset += 4
    if (length > bytes.length - offset) return null
    values.push(length > 0 ? readValue(bytes.subarray(offset, offset + length)) : null)
    offset += length > 0 ? padded(length) : 0
  }
  return values
}

/** The text of a written value: one zero byte and one newline at its end do not count. */
export function readValue(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(/\n?\0?$/, '')
}

const padded = (length: number): number => Math.ceil(length / 4) * 4

function framed(body: Uint8Array): Uint8Array {
  const head = encoder.encode(`${body.length}\n`)
  const bytes = new Uint8Array(head.length + body.length + 1)
  bytes.set(head)
  bytes.set(body, head.length)
  bytes[bytes.length - 1] = 0x0a
  return bytes
}
