// The settings of the last time, for the next start of the desktop app: a session file beside the window's state, written a
// moment after a change and at the end. One that cannot be applied is put aside, not written over.
import { readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { applySession, type Instrument, sessionToKeep, writeSessionFile } from '#main/instrument/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { toWireError } from '#shared/errors.ts'
import { type Disposable, DisposableStore } from '#shared/lifecycle.ts'

/** Changes are written so long after the first of them. ms */
const writeAfterMs = 1000

export class KeptSession {
  readonly #file: string
  readonly #aside: string
  readonly #warn: (sentence: string) => void

  /** @param folder of the app's own files @param warn hears what could not be done */
  constructor(folder: string, warn: (sentence: string) => void) {
    this.#file = path.join(folder, 'last-session.blockscope')
    this.#aside = path.join(folder, 'refused-session.blockscope')
    this.#warn = warn
  }

  /** Applies what was kept. @returns a sentence when it was refused: then nothing has changed, and it is put aside */
  async restore(instrument: Instrument): Promise<string | null> {
    const text = await readFile(this.#file, 'utf8').catch(() => null)
    if (text === null) return null
    try {
      await applySession(instrument, text)
      return null
    } catch (thrown) {
      await rename(this.#file, this.#aside).catch(() => undefined)
      return `The settings of last time could not be restored: ${toWireError(thrown).message} They are in ${this.#aside}.`
    }
  }

  /** Writes the settings as they are now. A failure costs nothing but that. */
  async keep(instrument: Instrument): Promise<void> {
    try {
      await writeSessionFile(this.#file, await sessionToKeep(instrument))
    } catch (thrown) {
      this.#warn(`the settings could not be kept: ${toWireError(thrown).message}`)
    }
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
