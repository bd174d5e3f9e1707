// The settings of this machine and of this person, together: with what an instrument begins, what is kept of it, and its profiles.
import path from 'node:path'
import { applySession, type Instrument, type KeptWays, profileName, sessionToKeep } from '#main/instrument/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { homeFolder } from '#main/runtime/drive/home.ts'
import type { Preferences } from '#shared/contract/topics/kept/preferences.ts'
import { mostProfiles } from '#shared/contract/topics/kept/profiles.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { fail, say, sentenceOf } from '#shared/errors.ts'
import { type Disposable, DisposableStore, type Event } from '#shared/lifecycle.ts'
import { inWords } from '#shared/sentence.ts'
import type { Contents, Session } from './contents.ts'
import type { SettingsFile } from './settings-file.ts'
import type { SystemSettings } from './system-settings.ts'

/** Changes are written so long after the first of them. ms */
const writeAfterMs = 1000

/** A file as a person reads it: `~` stands for their home. */
function homely(file: string): string {
  const home = homeFolder()
  return file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file
}

/** Of a device or a channel that is not there yet, or no setting of the instrument: a lock of it is no mistake. */
const mayComeLater = (key: string): boolean => /^(device\/|channels\.|preferences\.)/.test(key)

const asText = (session: Session): string => JSON.stringify(session)

export class Config implements KeptWays {
  readonly #own: SettingsFile
  readonly #system: SystemSettings
  #beginning: ReadonlyMap<string, SettingValue> | null = null

  constructor(own: SettingsFile, system: SystemSettings) {
    this.#own = own
    this.#system = system
  }

  get file(): string {
    return homely(this.#own.file)
  }

  get onChange(): Event<void> {
    return this.#own.onChange
  }

  get contents(): Contents {
    return this.#own.contents
  }

  get profiles(): readonly string[] {
    return this.contents.profiles.map(({ name }) => name)
  }

  get profile(): string | null {
    return this.contents.profile
  }

  get preferences(): Preferences {
    const { preferences: ofAll, locked } = this.#system
    const isLocked = (name: string): boolean => locked.includes(`preferences.${name}`)
    const own = Object.entries(this.contents.preferences).filter(([name]) => !isLocked(name))
    return { ...ofAll, ...Object.fromEntries(own) }
  }

  get beginning(): ReadonlyMap<string, SettingValue> | null {
    return this.#beginning
  }

  readProfile(name: string): string {
    const found = this.contents.profiles.find((one) => one.name === name)
    if (found !== undefined) return asText(found.session)
    const names = this.profiles.map((one) => `'${one}'`).join(', ')
    return fail(
      'ENOENT',
      names === ''
        ? say`There is no profile '${name}'; none is kept in ${this.file}.`
        : say`There is no profile '${name}'; ${this.file} has ${names}.`,
    )
  }

  async saveProfile(name: string, session: string, replace: boolean): Promise<void> {
    const saved = profileName(name)
    await this.#own.update((before) => {
      const others = before.profiles.filter((one) => one.name !== saved)
      if (others.length < before.profiles.length && !replace)
        fail('EEXIST', say`There is a profile '${saved}' already.`)
      if (others.length >= mostProfiles) fail('ENOSPC', say`There is room for ${mostProfiles} profiles.`)
      const profiles = [...others, { name: saved, session: JSON.parse(session) as Session }]
      return { ...before, profile: saved, profiles: profiles.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
    })
  }

  async chosen(name: string): Promise<void> {
    await this.#own.keep((before) => ({ ...before, profile: name }))
  }

  async deleteProfile(name: string): Promise<void> {
    this.readProfile(name)
    await this.#own.update((before) => ({
      ...before,
      profile: before.profile === name ? null : before.profile,
      profiles: before.profiles.filter((one) => one.name !== name),
    }))
  }

  async setPreferences(change: Preferences): Promise<void> {
    await this.#own.update((before) => ({ ...before, preferences: { ...before.preferences, ...change } }))
  }

  reset(): Promise<string | null> {
    return this.#own.reset()
  }

  /**
   * Brings an instrument that has just been made to the settings of this machine, locks what is locked, and then applies a profile or
   * the settings of last time.
   * @param then the name of a profile; `last`: the settings of last time; null: nothing more
   * @throws what a profile is refused with. What else is refused is said with `warn`, and changes nothing.
   */
  async begin(instrument: Instrument, then: Begin, warn: (sentence: string) => void): Promise<void> {
    const { settings } = instrument
    const { file, settings: ofAll, locked } = this.#system
    const entries = Object.entries(ofAll).map(([path, value]) => ({ path, value }))
    try {
      if (entries.length > 0) await settings.load(entries)
    } catch (thrown) {
      warn(inWords(say`The settings of this machine in ${file} are not applied: ${sentenceOf(thrown)}`))
    }
    const leaves = settings.tree.leaves()
    for (const key of locked)
      if (!mayComeLater(key) && !leaves.has(key)) warn(inWords(say`${file} locks '${key}', which is no setting.`))
    this.#beginning = await settings.read()
    await settings.begin()
    settings.locks.lock(locked, file)
    if (then === 'last') {
      const refusal = await this.#restore(instrument)
      if (refusal !== null) warn(refusal)
    } else if (then !== null) {
      await applySession(instrument, this.readProfile(then.profile), 'leave locked')
      await this.chosen(then.profile)
    }
  }

  /** Writes the settings as they are now. A failure costs nothing but that. */
  async keepSession(instrument: Instrument): Promise<void> {
    // Of a device that is gone nothing would be kept, and what is there knows it.
    if (instrument.parts.stack.device.isGone) return
    const session = JSON.parse(await sessionToKeep(instrument)) as Session
    await this.#own.keep((before) => ({ ...before, session }))
  }

  /** Keeps them whenever they have changed. */
  follow(instrument: Instrument, clock: Clock): Disposable {
    const owned = new DisposableStore()
    let timer: Disposable | null = null
    owned.add(
      instrument.settings.onChange.on(() => {
        timer ??= clock.timer(writeAfterMs, () => {
          timer = null
          void this.keepSession(instrument).catch(() => undefined)
        })
      }),
    )
    owned.add({ dispose: () => timer?.dispose() })
    return owned
  }

  /** Keeps what is no setting of the instrument: the folder of recordings, places of windows. */
  keep(change: (before: Contents) => Contents): Promise<void> {
    return this.#own.keep(change)
  }

  /** Resolves when all that was to be written is. */
  settle(): Promise<void> {
    return this.#own.settle()
  }

  /** @returns a sentence when they were refused: then nothing has changed, and they are in a profile */
  async #restore(instrument: Instrument): Promise<string | null> {
    const { session } = this.contents
    if (session === null) return null
    try {
      await applySession(instrument, asText(session), 'leave locked')
      return null
    } catch (thrown) {
      const why = say`The settings of last time could not be restored: ${sentenceOf(thrown)}`
      const name = refusedProfile
      await this.#own.keep((before) => ({
        ...before,
        profiles: [...before.profiles.filter((one) => one.name !== name), { name, session }]
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .slice(0, mostProfiles),
      }))
      return inWords(this.profiles.includes(name) ? say`${why} They are kept as the profile '${name}'.` : why)
    }
  }
}

/** Settings of last time that were refused are kept as a profile of this name. */
const refusedProfile = 'refused settings of last time'

export type Begin = 'last' | { readonly profile: string } | null
