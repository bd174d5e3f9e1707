// Files that viewers send: in a folder of the system's temporary ones that nobody else may open, for as long as the program
// runs. A program that was killed leaves its folder; the next one removes it.
import { readdirSync, rmSync } from 'node:fs'
import { type FileHandle, mkdir, mkdtemp, open, rm, statfs } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileError } from '#main/capture/index.ts'
import { maxUploadBytes } from '#shared/contract/topics/files.ts'
import { fail, say } from '#shared/errors.ts'
import { formatBytes } from '#shared/units.ts'

/** Files kept at a time; the oldest makes room. */
export const mostUploads = 16
/** All of them together are at most so many times as long as the longest one may be. */
const mostTimes = 2
/** Files that arrive at a time. */
const mostArriving = 4
/** Room that an upload leaves on the disk, bytes. */
const spareBytes = 256 << 20
const prefix = 'blockscope-files-'

export interface InboxOptions {
  /** Folder of the system's temporary files. */
  readonly parent?: string
  /** Longest file, bytes. */
  readonly mostBytes?: number
}

export class Inbox {
  readonly #parent: string
  readonly #mostBytes: number
  #folder: Promise<string> | null = null
  #kept: { readonly file: string; readonly bytes: number }[] = []
  #arriving = 0
  #count = 0
  #isClosed = false

  constructor({ parent = os.tmpdir(), mostBytes = maxUploadBytes }: InboxOptions = {}) {
    this.#parent = parent
    this.#mostBytes = mostBytes
  }

  /**
   * Takes a file in; resolves with its path. Nothing of it is kept when it fails.
   * @param ending what the file's name ends with (`.csv`)
   * @param announcedBytes its length, null when it is not known before
   * @throws EFBIG it is too long; ENOSPC the disk has no room; EBUSY too many arrive; EIO it broke off; ECANCELED the
   *   program ends
   */
  async take(content: AsyncIterable<Uint8Array>, ending: string, announcedBytes: number | null): Promise<string> {
    if (this.#isClosed) fail('ECANCELED', say`The program is ending.`)
    if (this.#arriving >= mostArriving) fail('EBUSY', say`${mostArriving} files are arriving; send this one later.`)
    this.#arriving++
    try {
      this.#checkLength(announcedBytes ?? 0)
      const folder = await this.#open()
      await checkRoom(folder, announcedBytes ?? 0)
      const file = path.join(folder, `${++this.#count}${ending}`)
      let bytes: number
      try {
        bytes = await this.#write(file, content, announcedBytes)
      } catch (thrown) {
        await rm(file, { force: true })
        throw fileError(thrown, '', (why) => say`Cannot keep the file that was sent: ${why}`)
      }
      await this.#keep(file, bytes)
      return file
    } finally {
      this.#arriving--
    }
  }

  /** Called with the path of a file that had to make room. */
  onDropped: (file: string) => void = () => undefined

  /** Removes a file that was taken. Harmless when it is gone. */
  async drop(file: string): Promise<void> {
    this.#kept = this.#kept.filter((kept) => kept.file !== file)
    await rm(file, { force: true })
  }

  /** Removes everything. Safe to call again. */
  async close(): Promise<void> {
    this.#isClosed = true
    const folder = await this.#folder?.catch(() => null)
    if (folder !== null && folder !== undefined) await rm(folder, { recursive: true, force: true })
  }

  async #write(file: string, content: AsyncIterable<Uint8Array>, announcedBytes: number | null): Promise<number> {
    // Readable by this user only, and never a file that was there before.
    const handle: FileHandle = await open(file, 'wx', 0o600)
    let bytes = 0
    try {
      for await (const piece of content) {
        bytes += piece.byteLength
        this.#checkLength(bytes)
        if (this.#isClosed) fail('ECANCELED', say`The program is ending.`)
        for (let at = 0; at < piece.byteLength; ) at += (await handle.write(piece, at)).bytesWritten
      }
    } finally {
      await handle.close()
    }
    if (announcedBytes !== null && bytes !== announcedBytes)
      fail('EIO', say`The file broke off: ${formatBytes(bytes)} of ${formatBytes(announcedBytes)} arrived.`)
    return bytes
  }

  async #keep(file: string, bytes: number): Promise<void> {
    this.#kept.push({ file, bytes })
    const total = (): number => this.#kept.reduce((sum, kept) => sum + kept.bytes, 0)
    while (this.#kept.length > mostUploads || total() > mostTimes * this.#mostBytes) {
      const oldest = this.#kept[0]!
      this.onDropped(oldest.file)
      await this.drop(oldest.file)
    }
  }

  #checkLength(bytes: number): void {
    if (bytes > this.#mostBytes) fail('EFBIG', say`A file of at most ${formatBytes(this.#mostBytes)} can be sent.`)
  }

  #open(): Promise<string> {
    this.#folder ??= this.#make()
    return this.#folder
  }

  async #make(): Promise<string> {
    await mkdir(this.#parent, { recursive: true })
    removeLeftOver(this.#parent)
    return mkdtemp(path.join(this.#parent, `${prefix}${process.pid}-`))
  }
}

/** Removes folders of programs that run no more. Those of others are theirs, and cannot be removed either. */
function removeLeftOver(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? Number.NaN)
    if (!Number.isNaN(pid) && pid !== process.pid && !isAlive(pid))
      rmSync(path.join(parent, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** @throws ENOSPC */
async function checkRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bytes + spareBytes > bavail * bsize)
    fail('ENOSPC', say`There is no room for ${formatBytes(bytes)} where files that are sent are kept, ${folder}.`)
}
