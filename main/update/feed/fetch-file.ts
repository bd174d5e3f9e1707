// A package on its way into a folder: under a name of its own until it is whole and its sum is right. Whatever goes wrong, nothing
// of it is left.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileError } from '#main/capture/index.ts'
import { fail, say } from '#shared/errors.ts'
import { formatBytes } from '#shared/units.ts'
import type { FeedFile } from './metadata.ts'
import type { FeedPlace } from './place.ts'

/** SHA-512 of a file, in base64. */
export async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512')
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece)
  return hash.digest('base64')
}

/** Whether a file is there, whole and right. */
export async function isWhole(at: string, { bytes, sha512 }: Omit<FeedFile, 'name'>): Promise<boolean> {
  try {
    const status = await stat(at)
    return status.isFile() && status.size === bytes && (await sha512Of(at)) === sha512
  } catch {
    return false
  }
}

/** Writes all of it, and has the disk take it. */
async function pour(place: FeedPlace, { name, bytes, sha512 }: FeedFile, into: FileHandle): Promise<void> {
  const hash = createHash('sha512')
  let got = 0
  for await (const piece of place.read(name)) {
    got += piece.length
    if (got > bytes) break
    hash.update(piece)
    await into.writeFile(piece)
  }
  if (got > bytes) fail('EBADMSG', say`${name} is longer than the ${bytes} bytes that the feed says; it was not used.`)
  if (got < bytes) fail('EBADMSG', say`${name} was cut: ${got} of ${bytes} bytes came; it was not used.`)
  if (hash.digest('base64') !== sha512)
    fail('EBADMSG', say`${name} is not the file that the feed names: its SHA-512 is another one; it was not used.`)
  await into.sync()
}

/**
 * Has the file in `folder`, which is made when it is missing; fetches it unless it is there. Resolves with its path.
 * @throws EBADMSG it was cut, is too long, or is another file; ENOSPC and other codes of the file system; what the place throws
 */
export async function fetchFile(place: FeedPlace, file: FeedFile, folder: string): Promise<string> {
  const at = path.join(folder, file.name)
  const coming = `${at}.${process.pid}.part`
  const refuse = (thrown: unknown): never => {
    throw fileError(
      thrown,
      folder,
      (why) => say`${file.name} (${formatBytes(file.bytes)}) cannot be written to ${folder}: ${why}`,
    )
  }
  if (await isWhole(at, file)) return at
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 })
    const into = await open(coming, 'w', 0o644)
    try {
      await pour(place, file, into)
    } finally {
      await into.close()
    }
    await rename(coming, at)
    return at
  } catch (thrown) {
    await rm(coming, { force: true })
    return refuse(thrown)
  }
}
