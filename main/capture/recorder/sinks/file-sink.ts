// Samples into a file, with gathered writes. Stops before the disk is full: a full disk takes other programs down, and
// leaves no room to say what is in the file.
import type { Calls } from '#main/runtime/drive/calls.ts'
import type { Drive } from '#main/runtime/drive/drive.ts'
import { driveOf } from '#main/runtime/drive/drives.ts'
import { FileFacts, files } from '#main/runtime/drive/files.ts'
import { sentPiece } from '#main/runtime/drive/pieces.ts'
import { fail, say } from '#shared/errors.ts'
import { formatBytes } from '#shared/units.ts'
import { cannotWrite, shownName } from '../file-error.ts'
import type { SampleSink } from './sink.ts'

/** Left free on the disk: a share of it, within bounds. */
const keptShare = 0.02
const keptBytes = { least: 1 << 20, most: 256 << 20 } as const

export interface DiskRoom {
  /** Bytes a recording may still take; Infinity where the system does not tell. */
  readonly room: number
  readonly freeBytes: number
  readonly keptBytes: number
}

/** How much of the disk that `place` is on a recording may take. */
export async function roomFor(place: string): Promise<DiskRoom> {
  const unknown = { room: Number.POSITIVE_INFINITY, freeBytes: Number.POSITIVE_INFINITY, keptBytes: 0 }
  let disk: ReturnType<Calls['statfs']>
  try {
    disk = await driveOf(place).ask('statfs', place)
  } catch {
    return unknown
  }
  // Some file systems, those of devices and of programs, have no size.
  if (disk.blocks === 0) return unknown
  const kept = Math.min(Math.max(disk.blocks * disk.bsize * keptShare, keptBytes.least), keptBytes.most)
  const freeBytes = disk.bavail * disk.bsize
  return { room: Math.max(0, freeBytes - kept), freeBytes, keptBytes: kept }
}

/**
 * The bytes that a recording called `name` may take of the disk that `place` is on.
 * @param endBytes kept for the end of the file
 * @throws ENOSPC when that is less than `bytes`; the sentence says how much there is
 */
export async function checkRoom(name: string, place: string, bytes: number, endBytes = 0): Promise<number> {
  const { room, freeBytes, keptBytes: kept } = await roomFor(place)
  if (bytes + endBytes > room) {
    const [free, others] = [formatBytes(Math.floor(freeBytes)), formatBytes(Math.floor(kept))]
    fail(
      'ENOSPC',
      endBytes === 0
        ? say`No space is left for ${shownName(name)}: ${free} are free, and ${others} are kept for other programs.`
        : say`No space is left for ${shownName(name)}: ${free} are free, ${others} are kept for other programs, and ${formatBytes(endBytes)} for the end of the file.`,
    )
  }
  return room - endBytes
}

export class FileSink implements SampleSink {
  readonly name: string
  /** The one that it is on. */
  readonly drive: Drive
  readonly #descriptor: number
  readonly #disk: string | null
  readonly #owns: boolean
  #isClosed = false
  /** As it was when it was closed. */
  #left: FileFacts | null = null
  /** Bytes that may be written before the disk is looked at again. */
  #budget = 0
  #endBytes = 0

  /**
   * @param name the file as the user called it
   * @param descriptor open for writing
   * @param disk a path on the disk that it fills; null: it fills none
   * @param owns whether the sink closes it
   */
  constructor(name: string, descriptor: number, disk: string | null, owns = true) {
    this.name = name
    this.drive = driveOf(disk ?? name)
    this.#descriptor = descriptor
    this.#disk = disk
    this.#owns = owns
  }

  async write(pieces: readonly Uint8Array[]): Promise<number> {
    await this.#take(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
    return this.writeLast(pieces)
  }

  reserve(bytes: number): void {
    this.#endBytes = bytes
    this.#budget = 0
  }

  async writeLast(pieces: readonly Uint8Array[]): Promise<number> {
    const bytesWritten = await this.drive.ask('writev', this.#descriptor, pieces.map(sentPiece))
    if (bytesWritten === 0) fail('EIO', cannotWrite(this.name, say`The file takes no more bytes.`))
    return bytesWritten
  }

  /** In one write: a small head is the old one or the new one, whatever ends the program. */
  async rewrite(head: Uint8Array): Promise<void> {
    const bytesWritten = await this.drive.ask('write', this.#descriptor, sentPiece(head), 0)
    if (bytesWritten < head.byteLength) fail('EIO', cannotWrite(this.name, say`The file takes no more bytes.`))
  }

  async sync(): Promise<void> {
    if (this.#disk !== null) await this.drive.ask('fdatasync', this.#descriptor)
  }

  async close(): Promise<void> {
    // A descriptor that was closed may be another file's by now.
    if (!this.#owns || this.#isClosed) return
    this.#isClosed = true
    this.#left = await this.#facts().catch(() => null)
    await this.drive.ask('close', this.#descriptor)
  }

  /** Whether the file still has a name: nobody will find what is written to one that has none. */
  async hasName(): Promise<boolean> {
    return (await this.#facts()).nlink > 0
  }

  /** Whether this is the file that was written, and nobody has written to it since it was closed. */
  async isUntouched(file: string): Promise<boolean> {
    const [left, found] = [this.#left, await files.stat(file).catch(() => null)]
    if (left === null || found === null) return false
    return (['dev', 'ino', 'size', 'mtimeMs'] as const).every((key) => left[key] === found[key])
  }

  async #facts(): Promise<FileFacts> {
    return new FileFacts(await this.drive.ask('fstat', this.#descriptor))
  }

  /** @throws ENOSPC it is not there any more */
  async #take(bytes: number): Promise<void> {
    if (this.#disk === null) return
    // Others write too: half of what is there is used before the next look.
    if (bytes > this.#budget)
      this.#budget = Math.max((await checkRoom(this.name, this.#disk, bytes, this.#endBytes)) / 2, bytes)
    this.#budget -= bytes
  }
}
