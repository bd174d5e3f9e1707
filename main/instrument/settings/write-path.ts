// The one way in which settings are changed: checked first, applied whole or not at all, and noted for undo. Whatever a
// change brings about besides (the trigger follows a channel that is switched off) is part of its step.
import type { Clock } from '#main/runtime/clock.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import type { Setting, SettingChange, SettingsFields, SettingValue } from '#shared/contract/settings.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { Manner, Values } from './branch.ts'
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

export class WritePath {
  readonly tree: SettingsTree
  readonly #clock: Clock
  readonly #settle: () => Promise<void>
  readonly #lock = new Mutex()
  readonly #log = new UndoLog()
  readonly #onChange = new Emitter<void>()
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
   * Changes all of these settings, or none.
   * @throws ENOENT, EINVAL, and what an owner refuses; then everything is as it was
   */
  async change(settings: readonly Setting[], { gesture, manner = 'ask' }: ChangeOptions = {}): Promise<void> {
    const prepared = await this.tree.prepare(this.tree.check(settings))
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
    await this.doing(async () => this.#bring(new Map([...(await this.tree.read()), ...values])), true)
  }

  /**
   * Does something that may change settings, and notes what it changed. When it throws, what it changed is taken back.
   * @param withDevices whether it may write to devices
   */
  doing<T>(act: () => Promise<T> | T, withDevices: boolean, gesture: string | null = null): Promise<T> {
    return this.#lock.run(async () => {
      const before = await this.#catchUp(withDevices)
      try {
        const result = await act()
        await this.#settle()
        this.#note(await this.tree.read(withDevices), gesture)
        return result
      } catch (thrown) {
        await this.#bringBack(before)
        throw thrown
      } finally {
        this.#onChange.fire()
      }
    })
  }

  /** Takes the newest step back; what that changed, null when there is none. @throws as {@link change} */
  undo(): Promise<readonly SettingChange[] | null> {
    return this.#step(
      () => this.#log.undoes,
      ({ path, from, to }) => ({ path, from: to, to: from }),
      () => this.#log.undone(),
    )
  }

  /** Does again what was undone last. @throws as {@link change} */
  redo(): Promise<readonly SettingChange[] | null> {
    return this.#step(
      () => this.#log.redoes,
      (change) => change,
      () => this.#log.redone(),
    )
  }

  #step(
    find: () => Step | null,
    turn: (change: SettingChange) => SettingChange,
    done: () => void,
  ): Promise<readonly SettingChange[] | null> {
    return this.#lock.run(async () => {
      const before = await this.#catchUp(true)
      const step = find()
      if (step === null) return null
      const changes = [...step.changes.values()].map(turn)
      const wanted = new Map(before)
      for (const { path, to } of changes) if (before.has(path)) wanted.set(path, to)
      try {
        await this.#bring(wanted)
        await this.#settle()
        // What follows by itself from what was brought back does not stand against it.
        await this.#bring(wanted)
      } catch (thrown) {
        await this.#bringBack(before)
        throw thrown
      } finally {
        this.#known = await this.tree.read()
        this.#onChange.fire()
      }
      done()
      this.#onChange.fire()
      return changes
    })
  }

  /** What changed by itself since the last step belongs to it. */
  async #catchUp(withDevices: boolean): Promise<Values> {
    const now = await this.tree.read(withDevices)
    this.#log.amend(difference(this.#known, now))
    this.#known = now
    return now
  }

  #note(now: Values, gesture: string | null): void {
    this.#log.record(difference(this.#known, now), gesture, this.#clock.nowMs())
    this.#known = now
  }

  /** Makes the settings those of a reading of before. @throws what an owner refuses */
  async #bring(wanted: Values): Promise<void> {
    for (let round = 0; round < mostRounds; round++) {
      const changes = difference(await this.tree.read(), wanted)
      if (changes.size === 0) return
      const values = new Map<string, SettingValue>([...changes].map(([path, { to }]) => [path, to]))
      const prepared = await this.tree.prepare(values)
      try {
        await prepared.apply('restore')
      } finally {
        prepared.discard()
      }
    }
  }

  /** After a failure: what cannot even be brought back stays, and the failure itself is what is told. */
  async #bringBack(before: Values): Promise<void> {
    try {
      await this.#bring(before)
    } catch {
      // The capture says itself when it cannot go on.
    }
    await this.#settle()
    this.#known = await this.tree.read()
  }
}
