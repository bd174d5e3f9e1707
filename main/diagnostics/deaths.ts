// What died, and when: a short list in a file of its own, because the log forgets what is long ago.
import path from 'node:path'
import * as v from 'valibot'
import { files } from '#main/runtime/drive/files.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { withoutPaths } from './without-paths.ts'

/** `page`: its process. `graphics`: the process that draws. `utility`: another process of Chromium. `thread`: one of the program. `main`: the program itself. */
export const mortals = ['page', 'graphics', 'utility', 'thread', 'main'] as const
export type Mortal = (typeof mortals)[number]

export interface Death {
  readonly what: Mortal
  /** Which one, and how it ended, in words. */
  readonly how: string
  readonly atUnixMs: number
}

const schema = v.object({
  version: v.literal(1),
  deaths: v.array(v.object({ what: v.picklist(mortals), how: v.string(), atUnixMs: v.number() })),
})

/** Deaths that are kept. */
const most = 50

export class Deaths {
  readonly #file: string | null
  readonly #unixMs: () => number
  readonly #onDeath = new Emitter<Death>()
  /** One look at the file, or writing of it, at a time. */
  readonly #lock = new Mutex()
  /** As the file has them, as far as it was read. */
  #written: readonly Death[] = []
  #unwritten: readonly Death[] = []

  /** @param folder where the list lies; null: it is kept in memory alone */
  constructor(folder: string | null, unixMs: () => number = Date.now) {
    this.#file = folder === null ? null : path.join(folder, 'deaths.json')
    this.#unixMs = unixMs
  }

  /** Something died just now, or was found dead. */
  get onDeath(): Event<Death> {
    return this.#onDeath
  }

  /** Oldest first: those of the file, when it was read last, and those of this program. */
  get known(): readonly Death[] {
    return [...this.#written, ...this.#unwritten].slice(-most)
  }

  /** Notes a death. Never throws. @param atUnixMs default: now */
  note(what: Mortal, how: string, atUnixMs = this.#unixMs()): void {
    const death = { what, how: withoutPaths(how).slice(0, 300), atUnixMs }
    this.#unwritten = [...this.#unwritten, death].slice(-most)
    this.#onDeath.fire(death)
    if (this.#file !== null) void this.#lock.run(() => this.#write())
  }

  /** Reads what the file has: another program of this user may have noted some. Never throws. */
  read(): Promise<void> {
    return this.#lock.run(() => this.#read())
  }

  /** Resolves when all that were noted are in the file, or cannot be. It waits for a disk that does not answer. */
  settle(): Promise<void> {
    return this.#lock.run(() => Promise.resolve())
  }

  async #read(): Promise<void> {
    if (this.#file === null) return
    try {
      this.#written = v.parse(schema, JSON.parse(await files.readText(this.#file))).deaths
    } catch {
      // There is none, or nothing can be made of it: what was known is.
    }
  }

  async #write(): Promise<void> {
    if (this.#file === null || this.#unwritten.length === 0) return
    await this.#read()
    const { known } = this
    const beside = `${this.#file}.${process.pid}.tmp`
    try {
      await files.makeFolder(path.dirname(this.#file))
      await files.remove(beside)
      await files.writeNew(beside, [Buffer.from(JSON.stringify({ version: 1, deaths: known }))])
      await files.rename(beside, this.#file)
      this.#written = known
      this.#unwritten = this.#unwritten.filter((death) => !known.includes(death))
    } catch {
      // They are known until the program ends.
    }
  }
}
