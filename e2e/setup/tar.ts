// Takes one file out of a .tgz as npm writes them, as a stream: the file may be larger than memory should hold.
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

const blockBytes = 512

interface TarHeader {
  readonly name: string
  readonly size: number
}

/** Name and size of the file whose header this is; null for the zero block at the end. */
export function readTarHeader(block: Buffer): TarHeader | null {
  const text = (at: number, length: number): string => block.toString('utf8', at, at + length).split('\0', 1)[0] ?? ''
  const name = text(0, 100)
  if (name === '') return null
  const prefix = text(345, 155)
  const size = Number.parseInt(text(124, 12).trim() || '0', 8)
  if (!Number.isFinite(size)) throw new Error(`tar entry ${name} has no size`)
  return { name: prefix === '' ? name : `${prefix}/${name}`, size }
}

/** Splits the stream into headers and bodies; yields only the body of the entry called `wanted`. */
async function* bodyOf(wanted: string, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0)
  let body = 0
  let padding = 0
  let isWanted = false
  let found = false
  for await (const chunk of source) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (pending.length > 0) {
      if (body > 0) {
        const piece = pending.subarray(0, body)
        if (isWanted) yield piece
        body -= piece.length
        pending = pending.subarray(piece.length)
      } else if (padding > 0) {
        const skipped = Math.min(padding, pending.length)
        padding -= skipped
        pending = pending.subarray(skipped)
      } else {
        if (pending.length < blockBytes) break
        const header = readTarHeader(pending.subarray(0, blockBytes))
        pending = pending.subarray(blockBytes)
        if (header === null) continue
        isWanted = header.name === wanted
        found ||= isWanted
        body = header.size
        padding = (blockBytes - (header.size % blockBytes)) % blockBytes
      }
    }
  }
  if (!found) throw new Error(`the package has no ${wanted}`)
}

/** Writes the entry `name` of the gzipped tar `archive` to `target`. Throws when there is none. */
export async function extractTarFile(archive: string, name: string, target: string): Promise<void> {
  await pipeline(
    createReadStream(archive),
    createGunzip(),
    (source: AsyncIterable<Buffer>) => bodyOf(name, source),
    createWriteStream(target),
  )
}
