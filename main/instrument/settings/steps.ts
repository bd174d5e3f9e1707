// Undo and redo: one step after the other, each whole or not at all. A step that cannot be taken is given up, so that it does
// not stand in the way of those before it.
import { Mutex } from '#main/runtime/mutex.ts'
import type { SettingChange } from '#shared/contract/topics/settings.ts'
import { ErrnoError, errnoOf, fail, say } from '#shared/errors.ts'
import type { Values } from './branches/branch.ts'
import { givenUp, overtaken, type StepKind } from './step-words.ts'
import type { Step, UndoLog } from './undo-log.ts'

/** A step that is refused so may be taken back later: something else is going on. */
const passing: ReadonlySet<string> = new Set(['EBUSY', 'ECANCELED'])

/** Makes the settings what `find` says, which may be asked more than once; then calls `done`. */
export type Restore = (find: (before: Values) => Values | null, done: () => void) => Promise<void>

interface Direction {
  readonly what: StepKind
  newest(): Step | null
  turn(change: SettingChange): SettingChange
  done(): void
}

export class Steps {
  readonly #log: UndoLog
  readonly #restore: Restore
  /** One undo or redo after the other; other changes do not wait for them. */
  readonly #lock = new Mutex()

  constructor(log: UndoLog, restore: Restore) {
    this.#log = log
    this.#restore = restore
  }

  /**
   * Takes the newest step back; what that changed, null when there is none.
   * @throws ECANCELED another step came while a file was read; EBUSY it cannot be now; what an owner refuses, and ENOENT when a
   *   setting of the step is there no more: that step is given up then, and the next undo goes on with the one before it.
   *   Whatever is thrown, every setting is as it was.
   */
  undo(): Promise<readonly SettingChange[] | null> {
    return this.#take({
      what: 'undone',
      newest: () => this.#log.undoes,
      turn: ({ path, from, to }) => ({ path, from: to, to: from }),
      done: () => this.#log.undone(),
    })
  }

  /** Does again what was undone last. @throws as {@link undo} */
  redo(): Promise<readonly SettingChange[] | null> {
    return this.#take({
      what: 'redone',
      newest: () => this.#log.redoes,
      turn: (change) => change,
      done: () => this.#log.redone(),
    })
  }

  #take({ what, newest, turn, done }: Direction): Promise<readonly SettingChange[] | null> {
    return this.#lock.run(async () => {
      const taken: { step: Step | null; changes: readonly SettingChange[] } = { step: null, changes: [] }
      const find = (before: Values): Values | null => {
        const step = newest()
        if (taken.step !== null && step?.id !== taken.step.id) fail('ECANCELED', overtaken(what))
        taken.step = step
        if (step === null) return null
        taken.changes = [...step.changes.values()].map(turn)
        const gone = taken.changes.find(({ path }) => !before.has(path))
        if (gone !== undefined) fail('ENOENT', say`There is no setting '${gone.path}' any more.`)
        return new Map([...before, ...taken.changes.map(({ path, to }) => [path, to] as const)])
      }
      try {
        await this.#restore(find, done)
      } catch (thrown) {
        const errno = errnoOf(thrown)
        if (taken.step === null || passing.has(errno)) throw thrown
        this.#log.drop(taken.step.id)
        throw new ErrnoError(errno, givenUp(what, taken.changes, thrown))
      }
      return taken.step === null ? null : taken.changes
    })
  }
}
