// The settings of the last time, for the next start of the desktop app: a session file beside the window's state, written a
// moment after a change and at the end. One that cannot be applied is put aside, not written over.
import { readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { applySession, type Instrument, sessionToKeep, writeSessionFile } from '#main/instrument/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { toWireError } from '#shared/errors.ts'
import { type Disposable, DisposableStore } from '#shared/lifecycle.ts'

/** Changes are written so long after the first of them. ms */
const writeAfterMs = 1000

export class KeptSession {
  readonly #file: string
  readonly #aside: string
  readonly #warn: (sentence: string) => void
  /** One write at a time: the last one is the newest. */
  readonly #lock = new Mutex()
  /** What is there could not be read, or put aside: it is not written over. */
  #isLeftAlone = false

  /** @param folder of the app's own files @param warn hears what could not be done */
  constructor(folder: string, warn: (sentence: string) => void) {
    this.#file = path.join(folder, 'last-session.blockscope')
    this.#aside = path.join(folder, 'refused-session.blockscope')
    this.#warn = warn
  }

  /** Applies what was kept. @returns a sentence when it was refused: then nothing has changed, and it is put aside */
  async restore(instrument: Instrument): Promise<string | null> {
    let text: string
    try {
      text = await readFile(this.#file, 'utf8')
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null
      this.#isLeftAlone = true
      return `The settings of last time could not be read, and are left as they are: ${toWireError(thrown).message}`
    }
    try {
      await applySession(instrument, text)
      return null
    } catch (thrown) {
      const why = `The settings of last time could not be restored: ${toWireError(thrown).message}`
      try {
        await rename(this.#file, this.#aside)
        return `${why} They are in ${this.#aside}.`
      } catch {
        this.#isLeftAlone = true
        return `${why} They are left in ${this.#file}.`
      }
    }
  }

  /** Writes the settings as they are now. A failure costs nothing but that. */
  async keep(instrument: Instrument): Promise<void> {
    await this.#lock.run(async () => {
      // Of a device that is gone nothing would be kept, and what is there knows it.
      if (this.#isLeftAlone || instrument.parts.stack.device.isGone) return
      try {
        await writeSessionFile(this.#file, await sessionToKeep(instrument))
      } catch (thrown) {
        this.#warn(`the settings could not be kept: ${toWireError(thrown).message}`)
      }
    })
  }

  /** Keeps them whenever they have changed. */
  follow(instrument: Instrument, clock: Clock): Disposable {
    const owned = new DisposableStore()
    let timer: Disposable | null = null
    owned.add(
      instrument.settings.onChange.on(() => {
        timer ??= clock.timer(writeAfterMs, () => {
          timer = null
          void this.keep(instrument)
        })
      }),
    )
    owned.add({ dispose: () => timer?.dispose() })
    return owned
  }
}
