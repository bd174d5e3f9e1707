// Names what a test created and forgot: each subscription, timer or store that was neither disposed nor given to a store.
import { onTestFinished } from 'vitest'
import { type Disposable, type DisposalWitness, setDisposalWitness } from '../lifecycle.ts'

/** Files that make disposables for others: the caller is the one to name. */
const makers = /\/shared\/(lifecycle|testing\/leaks)\.ts/

/** The line that asked for a disposable: the first above the makers. */
function callerOf(stack: string | undefined): string {
  const frames = (stack ?? '').split('\n').slice(1)
  return (frames.find((frame) => !makers.test(frame)) ?? 'somewhere').trim().replace(/^at /, '')
}

/** Watches what is created, from the construction on until it is disposed itself. */
export class LeakCheck implements Disposable, DisposalWitness {
  /** What lives and has no owner, with where it was created. Formatting a stack is slow, so it is kept as an error. */
  readonly #living = new Map<Disposable, Error>()
  readonly #before: DisposalWitness | null

  constructor() {
    this.#before = setDisposalWitness(this)
  }

  created(item: Disposable): void {
    this.#living.set(item, new Error('created'))
  }

  /** The owner answers for it from now on; it lives or is named itself. */
  owned(item: Disposable): void {
    this.#living.delete(item)
  }

  ended(item: Disposable): void {
    this.#living.delete(item)
  }

  /** Where each thing was created that nobody has disposed, and nobody will. */
  get leaks(): readonly string[] {
    return [...this.#living.values()].map(({ stack }) => callerOf(stack))
  }

  dispose(): void {
    setDisposalWitness(this.#before)
  }
}

/** Disposes the item when the running test is over, before leaks are counted. */
export function endWithTest<T extends Disposable>(item: T): T {
  onTestFinished(() => item.dispose())
  return item
}
