// The entries of a zip archive, each read whole when it is asked for (APPNOTE.TXT 6.3): stored or deflated, without ZIP64, no
// encryption. What an archive says of itself is not believed: an entry gives as many bytes as it says, or is refused.
import { inflateRawSync } from 'node:zlib'
import { fail, say } from '#shared/errors.ts'
import { formatBytes } from '#shared/units.ts'
import { type ByteFile, readPart } from '../byte-file.ts'

export interface ZipEntry {
  readonly name: string
  /** Unpacked. */
  readonly bytes: number
  /** @throws EINVAL when it is damaged */
  read(): Uint8Array
}

const endBytes = 22
const mostCommentBytes = 65_535
const entryBytes = 46
const localBytes = 30
const mostDirectoryBytes = 32 << 20
/** An entry of a session has some MiB; each is unpacked at once. */
const mostEntryBytes = 256 << 20

const method = { stored: 0, deflated: 8 } as const

/** @throws EINVAL when it is no archive that can be read */
export function zipEntries(file: ByteFile): readonly ZipEntry[] {
  const tail = readPart(file, Math.max(0, file.bytes - endBytes - mostCommentBytes), endBytes + mostCommentBytes)
  const end = lastEnd(tail)
  if (end < 0) fail('EINVAL', say`${file.path} is an archive that was cut off: its list of entries is missing.`)
  const view = new DataView(tail.buffer, tail.byteOffset + end, endBytes)
  const [count, bytes, at] = [view.getUint16(10, true), view.getUint32(12, true), view.getUint32(16, true)]
  if (at === 0xffffffff || bytes > mostDirectoryBytes)
    fail('EINVAL', say`${file.path} is an archive of a form (ZIP64) that cannot be read.`)
  const directory = readPart(file, at, bytes)
  const entries: ZipEntry[] = []
  for (let from = 0; entries.length < count; ) {
    const entry = entryAt(file, directory, from)
    entries.push(entry)
    from += entry.headBytes
  }
  return entries
}

function lastEnd(tail: Uint8Array): number {
  for (let at = tail.length - endBytes; at >= 0; at--)
    if (tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6) return at
  return -1
}

function entryAt(file: ByteFile, directory: Uint8Array, from: number): ZipEntry & { readonly headBytes: number } {
  const damaged = (): never =>
    fail('EINVAL', say`${file.path} is a damaged archive: its list of entries cannot be read.`)
  if (directory.length < from + entryBytes) damaged()
  const view = new DataView(directory.buffer, directory.byteOffset + from, directory.length - from)
  if (view.getUint32(0, true) !== 0x02014b50) damaged()
  const nameBytes = view.getUint16(28, true)
  const headBytes = entryBytes + nameBytes + view.getUint16(30, true) + view.getUint16(32, true)
  if (headBytes > view.byteLength) damaged()
  const nameAt = from + entryBytes
  const name = new TextDecoder().decode(directory.subarray(nameAt, nameAt + nameBytes))
  const packed = view.getUint32(20, true)
  const bytes = view.getUint32(24, true)
  const isEncrypted = (view.getUint16(8, true) & 1) !== 0
  const how = view.getUint16(10, true)
  const at = view.getUint32(42, true)
  return {
    name,
    bytes,
    headBytes,
    read: () => {
      if (isEncrypted) fail('EINVAL', say`${name} of ${file.path} is encrypted.`)
      return unpack(file, { name, packed, bytes, how, at })
    },
  }
}

interface Packed {
  readonly name: string
  readonly packed: number
  readonly bytes: number
  readonly how: number
  readonly at: number
}

function unpack(file: ByteFile, { name, packed, bytes, how, at }: Packed): Uint8Array {
  const damaged = (): never => fail('EINVAL', say`${name} of ${file.path} is damaged, or cut off.`)
  if (bytes > mostEntryBytes)
    fail(
      'EINVAL',
      say`${name} of ${file.path} has ${formatBytes(bytes)}; entries up to ${formatBytes(mostEntryBytes)} can be read.`,
    )
  const local = readPart(file, at, localBytes)
  if (local.length < localBytes) damaged()
  const view = new DataView(local.buffer, local.byteOffset, local.byteLength)
  if (view.getUint32(0, true) !== 0x04034b50) damaged()
  const from = at + localBytes + view.getUint16(26, true) + view.getUint16(28, true)
  const data = readPart(file, from, packed)
  if (data.length < packed) damaged()
  if (how === method.stored) return packed === bytes ? data : damaged()
  if (how !== method.deflated)
    fail('EINVAL', say`${name} of ${file.path} is packed in a way (${how}) that cannot be read.`)
  try {
    const unpacked = inflateRawSync(data, { maxOutputLength: bytes + 1 })
    return unpacked.length === bytes ? unpacked : damaged()
  } catch {
    return damaged()
  }
}
