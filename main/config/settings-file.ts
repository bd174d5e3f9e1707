// The person's settings file: read once, written as a whole or not at all, read again before each write, because another program of
// theirs may have written it. What cannot be read is put aside under another name, what a newer program wrote too: nothing is lost.
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileError, replaceFile } from '#main/capture/index.ts'
import { blockscopeVersion } from '#main/instrument/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { driveOf } from '#main/runtime/drive/drives.ts'
import { files } from '#main/runtime/drive/files.ts'
import { unlessSilent } from '#main/runtime/drive/silence.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { fail, say, sentenceOf } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { inWords } from '#shared/sentence.ts'
import { type Contents, formatContents, mostCharacters, noContents, parseContents } from './contents.ts'
import { readEarlierFiles } from './earlier-files.ts'

export interface SettingsFileOptions {
  readonly folder: string
  /** Where versions before it kept theirs. Default: the same folder. */
  readonly earlierFolder?: string
  /** Hears a sentence about what could not be read or kept; of writes that fail one after the other, once. */
  readonly warn: (sentence: string) => void
  /** Writes a file as a whole. Default: {@link replaceFile}. */
  readonly write?: (file: string, text: string) => Promise<void>
  readonly now?: () => Date
  /** Why nothing is read or kept there, in a sentence: its disk does not answer. Default: it does. */
  readonly silence?: string | null
}

/** Nobody waits longer for the disk of the settings, ms. */
const settingsPatienceMs = 3000

/** `2026-11-29 08.45.12.123`: sorts by time, and is a name on any file system. */
const stamp = (at: Date): string => at.toISOString().replace('T', ' ').replaceAll(':', '.').replace('Z', '')

/** What is refused as too long. */
const tooLong = (): string => ' '.repeat(mostCharacters + 1)

async function writeWhole(file: string, text: string): Promise<void> {
  await files.makeFolder(path.dirname(file))
  await replaceFile(file, [Buffer.from(text)])
}

export class SettingsFile {
  readonly file: string
  readonly #options: SettingsFileOptions
  /** One write at a time: the last one is the newest. */
  readonly #lock = new Mutex()
  readonly #onChange = new Emitter<void>()
  /** Null: it was not read yet. Who needs nothing of it does not even look. */
  #contents: Contents | null = null
  /** What is there could not be read, or put aside: it is not written over. */
  #leftAlone: string | null = null
  #isWarned = false
  /** The text as it was read ahead, or what that threw. */
  #ahead: (() => string) | null = null

  constructor(options: SettingsFileOptions) {
    this.#options = options
    this.file = path.join(options.folder, 'settings.json')
    const { silence = null } = options
    if (silence !== null) this.#leave(silence)
  }

  get contents(): Contents {
    this.#contents ??= this.#readFirst()
    return this.#contents
  }

  get onChange(): Event<void> {
    return this.#onChange
  }

  /** Has the text of the file read by a thread of its disk, before anybody needs what is in it: the reading holds up nothing. */
  async readAhead(): Promise<void> {
    if (this.#leftAlone !== null) return
    try {
      const text = await this.#inTime(this.#textAgain())
      this.#ahead = () => text
    } catch (thrown) {
      this.#ahead = () => {
        throw thrown
      }
    }
  }

  /** @throws EROFS, ENOSPC, EACCES, ... with a sentence; then nothing has changed */
  async update(change: (contents: Contents) => Contents): Promise<void> {
    await this.#inTime(
      this.#lock.run(async () => {
        const before = await this.#readAgain()
        await this.#write(change(before))
      }),
    )
  }

  /** As {@link update}, for what goes on without being kept: a failure is told once, until a write succeeds. */
  async keep(change: (contents: Contents) => Contents): Promise<void> {
    try {
      await this.update(change)
      this.#isWarned = false
    } catch (thrown) {
      if (!this.#isWarned) this.#options.warn(inWords(say`Settings are not kept: ${sentenceOf(thrown)}`))
      this.#isWarned = true
    }
  }

  /** Forgets everything. @returns where what was there is now; null when nothing was @throws as {@link update} */
  async reset(): Promise<string | null> {
    const { silence = null } = this.#options
    if (silence !== null) fail('ETIMEDOUT', say`${silence}`)
    return this.#lock.run(async () => {
      let aside: string | null = null
      try {
        if (existsSync(this.file)) aside = this.#putAside('before-reset')
      } catch (thrown) {
        throw fileError(thrown, this.file)
      }
      this.#leftAlone = null
      // An empty one, so that files of earlier versions are not read again.
      await this.#write(noContents)
      return aside
    })
  }

  /** Resolves when all that was to be written is. */
  async settle(): Promise<void> {
    // What a disk that does not answer has not taken was told when it was given up.
    await this.#inTime(this.#lock.run(() => Promise.resolve())).catch(() => undefined)
  }

  /** @throws ETIMEDOUT its disk does not answer */
  #inTime<T>(work: Promise<T>): Promise<T> {
    return unlessSilent(realClock, driveOf(this.file), work, settingsPatienceMs)
  }

  async #write(contents: Contents): Promise<void> {
    if (this.#leftAlone !== null) fail('EACCES', say`${this.#leftAlone}`)
    try {
      await (this.#options.write ?? writeWhole)(this.file, formatContents(contents, blockscopeVersion))
    } catch (thrown) {
      throw fileError(thrown, this.file)
    }
    this.#contents = contents
    this.#onChange.fire()
  }

  #readFirst(): Contents {
    if (this.#leftAlone !== null) return noContents
    const { folder, earlierFolder = folder } = this.#options
    let text: string
    try {
      text = this.#ahead === null ? this.#textNow() : this.#ahead()
    } catch (thrown) {
      // Only where this one was never written: what it said last is newer, be it refused now.
      return (this.#isMissing(thrown) ? readEarlierFiles(earlierFolder) : null) ?? noContents
    }
    return this.#parsed(text) ?? noContents
  }

  /** What another program may have written meanwhile; what this one knows, when nothing is there. */
  async #readAgain(): Promise<Contents> {
    const known = this.contents
    if (this.#leftAlone !== null) return known
    let text: string
    try {
      text = await this.#textAgain()
    } catch (thrown) {
      this.#isMissing(thrown)
      return known
    }
    return this.#parsed(text) ?? known
  }

  async #textAgain(): Promise<string> {
    const { size } = await files.stat(this.file)
    return size > mostCharacters ? tooLong() : files.readText(this.file)
  }

  #textNow(): string {
    return statSync(this.file).size > mostCharacters ? tooLong() : readFileSync(this.file, 'utf8')
  }

  /** Whether nothing is there; where it cannot be read, that has been told. */
  #isMissing(thrown: unknown): boolean {
    const code = (thrown as NodeJS.ErrnoException).code ?? ''
    if (code === 'ENOENT' || code === 'ENOTDIR') return true
    const left = fileError(
      thrown,
      this.file,
      (why) => say`The settings in ${this.file} cannot be read, and are left as they are: ${why}`,
    )
    this.#leave(left.message)
    return false
  }

  /** Null: nothing can be made of it, which has been told. */
  #parsed(text: string): Contents | null {
    try {
      return parseContents(text)
    } catch (thrown) {
      const why = say`The settings in ${this.file} cannot be used: ${sentenceOf(thrown)}`
      try {
        const aside = this.#putAside('refused')
        this.#options.warn(inWords(say`${why} They are in ${aside}.`))
      } catch {
        this.#leave(inWords(say`${why} They are left where they are.`))
      }
      return null
    }
  }

  #leave(sentence: string): void {
    this.#leftAlone = sentence
    this.#options.warn(sentence)
  }

  /** Under a name that nothing has. @throws what the file system throws */
  #putAside(why: 'refused' | 'before-reset'): string {
    const name = `settings ${why} ${stamp((this.#options.now ?? (() => new Date()))())}`
    for (let k = 1; ; k++) {
      const aside = path.join(this.#options.folder, `${name}${k === 1 ? '' : ` ${k}`}.json`)
      if (existsSync(aside)) continue
      renameSync(this.file, aside)
      return aside
    }
  }
}
