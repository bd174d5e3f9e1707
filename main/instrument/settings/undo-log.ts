// What was changed, step by step, and the way back and forth. Small values only; who applies them is the write path.
import type { SettingChange } from '#shared/contract/topics/settings.ts'
import type { Values } from './branches/branch.ts'

/** Changes of the same settings within this time of each other are one step: a drag, or a key that is held. ms */
const together = 500
/** More steps than this push the oldest out. */
const mostSteps = 10_000

export interface Step {
  /** Stays the same while the step grows. */
  readonly id: number
  readonly changes: ReadonlyMap<string, SettingChange>
  readonly gesture: string | null
  readonly atMs: number
}

/** What differs between two readings, of the settings that both have. */
export function difference(before: Values, after: Values): Map<string, SettingChange> {
  const changes = new Map<string, SettingChange>()
  for (const [path, from] of before) {
    const to = after.get(path)
    if (to !== undefined && !Object.is(from, to)) changes.set(path, { path, from, to })
  }
  return changes
}

/** One change after another, as one. */
function joined(first: Step['changes'], second: Step['changes']): Step['changes'] {
  const changes = new Map(first)
  for (const [path, change] of second) {
    const from = first.get(path)?.from ?? change.from
    if (Object.is(from, change.to)) changes.delete(path)
    else changes.set(path, { path, from, to: change.to })
  }
  return changes
}

const hasAll = (all: Step['changes'], some: Step['changes']): boolean => [...some.keys()].every((path) => all.has(path))

/** A turn of a wheel zooms, and mostly moves too: it changes the same settings, or fewer of them. */
const sameLeaves = (a: Step['changes'], b: Step['changes']): boolean => hasAll(a, b) || hasAll(b, a)

export class UndoLog {
  #done: Step[] = []
  #undone: Step[] = []
  /** The newest step may still grow: nothing came between. */
  #isOpen = false
  #nextId = 1

  /** What undo takes back, and what redo does again; null: nothing. */
  get undoes(): Step | null {
    return this.#done.at(-1) ?? null
  }

  get redoes(): Step | null {
    return this.#undone.at(-1) ?? null
  }

  /** A change that was made. @param gesture changes of one gesture are one step; null: those of a short time are */
  record(changes: Step['changes'], gesture: string | null, atMs: number): void {
    if (changes.size === 0) return
    this.#undone = []
    const last = this.undoes
    const grows =
      last !== null &&
      this.#isOpen &&
      last.gesture === gesture &&
      (gesture !== null || (atMs - last.atMs <= together && sameLeaves(last.changes, changes)))
    this.#isOpen = true
    // A step that came to nothing closes the one before it: something came between.
    if (grows) this.#replaceLast({ ...last, changes: joined(last.changes, changes), atMs })
    else this.#done.push({ id: this.#nextId++, changes, gesture, atMs })
    if (this.#done.length > mostSteps) this.#done.shift()
  }

  /** What followed from the newest step by itself: it is taken back with it. */
  amend(changes: Step['changes']): void {
    const last = this.undoes
    if (last !== null && changes.size > 0) this.#replaceLast({ ...last, changes: joined(last.changes, changes) })
  }

  /** The newest step was taken back. */
  undone(): void {
    const step = this.#done.pop()
    if (step !== undefined) this.#undone.push(step)
    this.#isOpen = false
  }

  /** The step that was taken back last was done again. */
  redone(): void {
    const step = this.#undone.pop()
    if (step !== undefined) this.#done.push(step)
    this.#isOpen = false
  }

  /** That step is given up: it is neither undone nor redone any more. */
  drop(id: number): void {
    this.#done = this.#done.filter((step) => step.id !== id)
    this.#undone = this.#undone.filter((step) => step.id !== id)
    this.#isOpen = false
  }

  clear(): void {
    this.#done = []
    this.#undone = []
    this.#isOpen = false
  }

  /** A step that came to nothing is none. */
  #replaceLast(step: Step): void {
    this.#done.pop()
    if (step.changes.size > 0) this.#done.push(step)
    else this.#isOpen = false
  }
}
