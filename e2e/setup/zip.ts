// Reads a zip archive with what Node has: no system tool, no dependency. Only what one archive of ours needs: stored and
// deflated entries below 4 GiB, Unix permission bits, no encryption.
import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  /** Unix permission bits, such as 0o755; 0 when the archive does not say. */
  readonly mode: number
  readonly isDirectory: boolean
  readonly size: number
  read(): Promise<Buffer>
}

const inflate = promisify(inflateRaw)
const endSignature = 0x06054b50
const centralSignature = 0x02014b50
const centralEntryBytes = 46
const localHeaderBytes = 30
/** The end record is 22 bytes plus a comment of at most 64 KiB. */
const endSearchBytes = 22 + 65535

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await file.read(buffer, 0, bytes, position)
  if (bytesRead !== bytes)
    throw new Error(`zip archive ends at ${position + bytesRead}, ${bytes - bytesRead} bytes early`)
  return buffer
}

async function centralDirectory(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat()
  const start = Math.max(0, size - endSearchBytes)
  const tail = await readAt(file, start, size - start)
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== endSignature) continue
    return readAt(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12))
  }
  throw new Error('not a zip archive: no end record')
}

/** Visits the entries in directory order, one at a time. The handle is closed afterwards, whatever happens. */
export async function forEachZipEntry(archive: string, visit: (entry: ZipEntry) => Promise<void>): Promise<void> {
  const file = await open(archive, 'r')
  try {
    const directory = await centralDirectory(file)
    let at = 0
    while (at + centralEntryBytes <= directory.length && directory.readUInt32LE(at) === centralSignature) {
      const method = directory.readUInt16LE(at + 10)
      const packed = directory.readUInt32LE(at + 20)
      const size = directory.readUInt32LE(at + 24)
      const nameBytes = directory.readUInt16LE(at + 28)
      const local = directory.readUInt32LE(at + 42)
      const name = directory.toString('utf8', at + centralEntryBytes, at + centralEntryBytes + nameBytes)
      await visit({
        name,
        mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o7777,
        isDirectory: name.endsWith('/'),
        size,
        async read() {
          const header = await readAt(file, local, localHeaderBytes)
          const start = local + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28)
          const bytes = await readAt(file, start, packed)
          if (method === 0) return bytes
          if (method !== 8) throw new Error(`zip entry ${name} uses compression method ${method}`)
          return (await inflate(bytes, { maxOutputLength: size })) as Buffer
        },
      })
      at += centralEntryBytes + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
  } finally {
    await file.close()
  }
}
