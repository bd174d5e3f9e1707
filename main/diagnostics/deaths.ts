// What died, and when: a short list in a file of its own, because the log forgets what is long ago.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
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
  #known: readonly Death[]

  /** @param folder where the list lies; null: it is kept in memory alone */
  constructor(folder: string | null, unixMs: () => number = Date.now) {
    this.#file = folder === null ? null : path.join(folder, 'deaths.json')
    this.#unixMs = unixMs
    this.#known = this.#read()
  }

  /** Something died just now, or was found dead. */
  get onDeath(): Event<Death> {
    return this.#onDeath
  }

  /** Oldest first. */
  get known(): readonly Death[] {
    return this.#known
  }

  /** Notes a death. Never throws. @param atUnixMs default: now */
  note(what: Mortal, how: string, atUnixMs = this.#unixMs()): void {
    const death = { what, how: withoutPaths(how).slice(0, 300), atUnixMs }
    // Another program of this user may have noted some since.
    const other = this.#read()
    this.#known = [...(other.length > 0 ? other : this.#known), death].slice(-most)
    this.#write()
    this.#onDeath.fire(death)
  }

  #read(): readonly Death[] {
    if (this.#file === null) return []
    try {
      return v.parse(schema, JSON.parse(readFileSync(this.#file, 'utf8'))).deaths
    } catch {
      return []
    }
  }

  #write(): void {
    if (this.#file === null) return
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true })
      const written = `${this.#file}.${process.pid}.tmp`
      writeFileSync(written, JSON.stringify({ version: 1, deaths: this.#known }))
      renameSync(written, this.#file)
    } catch {
      // They are known until the program ends.
    }
  }
}
