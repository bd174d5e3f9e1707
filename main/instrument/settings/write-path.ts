// The one way in which settings are changed: checked first, applied whole or not at all, and noted for undo. Whatever a
// change brings about besides (the trigger follows a channel that is switched off) is part of its step.
import type { Clock } from '#main/runtime/clock.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import type { Setting, SettingChange, SettingsFields, SettingValue } from '#shared/contract/topics/settings.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { Ahead } from './ahead.ts'
import type { Manner, Prepared, Values } from './branches/branch.ts'
import { Locks } from './locks.ts'
import { Steps } from './steps.ts'
import type { SettingsTree } from './tree.ts'
import { difference, type Step, UndoLog } from './undo-log.ts'

/** So many changes of a step are told, for the words on the screen. */
const mostTold = 6
/** What is applied may move what was applied before; more rounds than this it never takes. */
const mostRounds = 3

export interface WritePathOptions {
  readonly tree: SettingsTree
  readonly clock: Clock
  /** Brings up to date what the instrument knows and what follows from its settings; called after every change. */
  settle(): Promise<void>
}

export interface ChangeOptions {
  /** Changes of one gesture are undone together. */
  readonly gesture?: string
  /** Default `ask`. */
  readonly manner?: Manner
}

const told = (step: Step | null): readonly SettingChange[] | null =>
  step === null ? null : [...step.changes.values()].slice(0, mostTold)

const valuesOf = (changes: Step['changes']): Map<string, SettingValue> =>
  new Map([...changes].map(([path, { to }]) => [path, to]))

export class WritePath {
  readonly tree: SettingsTree
  /** Settings that nobody changes: a change of one is refused, by whatever way it comes. */
  readonly locks = new Locks()
  readonly #clock: Clock
  readonly #settle: () => Promise<void>
  readonly #lock = new Mutex()
  readonly #log = new UndoLog()
  readonly #steps = new Steps(this.#log, (find, done) => this.#restoreStep(find, done))
  readonly #onChange = new Emitter<void>()
  #loads = 0
  /** The settings as the last step left them. */
  #known: Values = new Map()

  constructor({ tree, clock, settle }: WritePathOptions) {
    this.tree = tree
    this.#clock = clock
    this.#settle = settle
  }

  /** A setting was changed, or what undo and redo would do. */
  get onChange(): Event<void> {
    return this.#onChange
  }

  state(): SettingsFields {
    return { undoes: told(this.#log.undoes), redoes: told(this.#log.redoes) }
  }

  /** In the order of the changes that were asked for before, and noting nothing: run, stop. */
  inTurn<T>(act: () => Promise<T>): Promise<T> {
    return this.#lock.run(act)
  }

  /** From here on nothing is undone: the settings are those of a beginning. */
  begin(): Promise<void> {
    return this.#lock.run(async () => {
      this.#log.clear()
      this.#known = await this.tree.read()
      this.#onChange.fire()
    })
  }

  /** All settings now. */
  read(): Promise<Values> {
    return this.#lock.run(() => this.tree.read())
  }

  /**
   * Refuses a write to a locked attribute before the device sees it.
   * @param holders names of the device, any of which may stand in its path
   * @throws EACCES, unless it is this already
   */
  checkAttribute(holders: readonly string[], attribute: string, value: string): void {
    for (const path of holders.map((holder) => `device/${holder}/${attribute}`))
      if (this.#known.get(path) !== value) this.locks.check(path)
  }

  /**
   * Changes all of these settings, or none.
   * @throws ENOENT, EINVAL, and what an owner refuses; then everything is as it was
   */
  async change(settings: readonly Setting[], { gesture, manner = 'ask' }: ChangeOptions = {}): Promise<void> {
    const values = this.tree.check(settings)
    // Before anything is touched; what a change brings about besides is looked at when it is noted.
    this.locks.checkChanges(difference(this.#known, values))
    const prepared = await this.tree.prepare(values)
    try {
      await this.doing(
        () => prepared.apply(manner),
        // Another captured device may have its first channel switched on.
        settings.some(({ path }) => path.startsWith('device/') || path === 'capture.device'),
        gesture,
      )
    } finally {
      prepared.discard()
    }
  }

  /**
   * Makes these settings what they were at another time; those that are not named stay.
   * @throws ENOENT, EINVAL, and what an owner refuses; then everything is as it was
   */
  async load(settings: readonly Setting[]): Promise<void> {
    const values = this.tree.check(settings)
    await this.#restore(
      (before) => new Map([...before, ...values]),
      async (wanted, ahead) => {
        await this.#bring(wanted, ahead)
        await this.#settle()
        // A step of its own, whatever was changed just before.
        this.#note(await this.tree.read(), `load ${++this.#loads}`)
      },
    )
  }

  /**
   * Does something that may change settings, and notes what it changed. When it throws, what it changed is taken back.
   * @param withDevices whether it may write to devices
   */
  doing<T>(act: () => Promise<T> | T, withDevices: boolean, gesture: string | null = null): Promise<T> {
    return this.#whole(withDevices, async () => {
      const result = await act()
      await this.#settle()
      this.#note(await this.tree.read(withDevices), gesture)
      return result
    })
  }

  /** Takes the newest step back; what that changed, null when there is none. @throws as {@link Steps.undo} */
  undo(): Promise<readonly SettingChange[] | null> {
    return this.#told(this.#steps.undo())
  }

  /** Does again what was undone last. @throws as {@link undo} */
  redo(): Promise<readonly SettingChange[] | null> {
    return this.#told(this.#steps.redo())
  }

  /** Also a step that was given up changes what is told. */
  async #told<T>(stepping: Promise<T>): Promise<T> {
    try {
      return await stepping
    } finally {
      this.#onChange.fire()
    }
  }

  /** @param done in turn, when all of it is in force */
  #restoreStep(find: (before: Values) => Values | null, done: () => void): Promise<void> {
    return this.#restore(find, async (wanted, ahead) => {
      await this.#bring(wanted, ahead)
      await this.#settle()
      // What follows by itself from what was brought back does not stand against it.
      await this.#bring(wanted)
      const now = await this.tree.read()
      this.locks.checkChanges(difference(this.#known, now))
      this.#known = now
      done()
    })
  }

  /**
   * Makes the settings what `find` says they shall be. What takes long is done before that has its turn, and holds nobody up;
   * if other settings were changed meanwhile, `find` is asked again.
   * @param find in turn, with the settings now; null: nothing is to be done
   * @param apply in turn; when it throws, what it changed is taken back
   */
  async #restore(
    find: (before: Values) => Values | null,
    apply: (wanted: Values, ahead: Ahead) => Promise<void>,
  ): Promise<void> {
    const ahead = new Ahead(this.tree)
    try {
      for (;;) {
        const missing = await this.#whole(true, async (before) => {
          const wanted = find(before)
          if (wanted === null) return null
          this.locks.checkChanges(difference(before, wanted))
          const slow = ahead.missing(valuesOf(difference(before, wanted)))
          if (slow.size > 0) return slow
          await apply(wanted, ahead)
          return null
        })
        if (missing === null) return
        await ahead.prepare(missing)
      }
    } finally {
      ahead.discard()
    }
  }

  /**
   * Runs a section in turn. When it throws, what it changed is taken back: at once, but what takes long (a file that was
   * played is read again) when the others have had their turn.
   */
  async #whole<T>(withDevices: boolean, section: (before: Values) => Promise<T>): Promise<T> {
    let left: Values = new Map()
    try {
      return await this.#lock.run(async () => {
        const before = await this.#catchUp(withDevices)
        try {
          return await section(before)
        } catch (thrown) {
          left = await this.#bringBack(before)
          throw thrown
        } finally {
          this.#onChange.fire()
        }
      })
    } catch (thrown) {
      for (const [path, value] of left) await this.#bringBackLater(path, value, this.#known.get(path))
      throw thrown
    }
  }

  /** What changed by itself since the last step belongs to it. */
  async #catchUp(withDevices: boolean): Promise<Values> {
    const now = await this.tree.read(withDevices)
    this.#log.amend(difference(this.#known, now))
    this.#known = now
    return now
  }

  #note(now: Values, gesture: string | null): void {
    const changes = difference(this.#known, now)
    this.locks.checkChanges(changes)
    this.#log.record(changes, gesture, this.#clock.nowMs())
    this.#known = now
  }

  /**
   * Makes the settings those of a reading of before. What takes long is applied as far as it is prepared.
   * @throws what an owner refuses
   */
  async #bring(wanted: Values, ahead: Ahead | null = null): Promise<void> {
    for (let round = 0; round < mostRounds; round++) {
      const values = valuesOf(difference(await this.tree.read(), wanted))
      // Once: a device may write it in its own words.
      const ready = round === 0 ? (ahead?.of(values) ?? new Map<string, Prepared>()) : new Map<string, Prepared>()
      for (const path of this.tree.slow(values).keys()) if (!ready.has(path)) values.delete(path)
      if (values.size === 0) return
      const prepared = await this.tree.prepare(values, ready)
      try {
        await prepared.apply('restore')
      } finally {
        prepared.discard()
      }
    }
  }

  /**
   * After a failure: what cannot even be brought back stays, and the failure itself is what is told.
   * @returns what is not brought back yet, because it takes long
   */
  async #bringBack(before: Values): Promise<Values> {
    try {
      await this.#bring(before)
    } catch {
      // The capture says itself when it cannot go on.
    }
    try {
      await this.#settle()
      this.#known = await this.tree.read()
      return this.tree.slow(valuesOf(difference(this.#known, before)))
    } catch {
      // The same: the failure that led here is what is told.
      return new Map()
    }
  }

  /** Brings one setting back that takes long, unless somebody has changed it since `found`. */
  async #bringBackLater(path: string, value: SettingValue, found: SettingValue | undefined): Promise<void> {
    try {
      const prepared = await this.tree.prepare(new Map([[path, value]]))
      try {
        await this.#lock.run(async () => {
          if (!Object.is((await this.#catchUp(true)).get(path), found)) return
          await prepared.apply('restore')
          await this.#settle()
          this.#known = await this.tree.read()
          this.#onChange.fire()
        })
      } finally {
        prepared.discard()
      }
    } catch {
      // The file is there no more; the failure that led here is what is told.
    }
  }
}
