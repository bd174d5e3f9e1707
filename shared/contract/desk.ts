// The desk at which control changes hands. Exactly one party has it at any time. The machine itself has it first, and again
// when who had it leaves; it can take it back at any time. Others ask: the holder gives it or keeps it, and a holder that
// says nothing, or is not there, loses it.
import { fail, say } from '../errors.ts'
import { type Disposable, nothingToDispose, toDisposable } from '../lifecycle.ts'
import { type PatienceClock, patience } from '../patience.ts'
import type { Sentence } from '../sentence.ts'
import type { Guest } from './access.ts'
import { answerSeconds, type ControlState, machineParty, type Party } from './control-desk.ts'

/** Who lost its connection, or reloads its page, has so long to come back before control leaves it, ms. */
export const comebackMs = 5000

interface Known extends Party {
  /** How many of its viewers are there. */
  present: number
}

/** A viewer's place at the desk. Disposing it gives the place up. */
export interface Seat extends Disposable {
  readonly party: Party
  /** Why a call that changes something is refused to it now; null: it is in control. */
  refusalOf(call: string): Sentence | null
  /** See the calls of `control-desk.ts`. */
  take(): void
  ask(): boolean
  give(to: number): void
  keep(): void
  release(): void
}

export class ControlDesk implements Disposable {
  #clock: PatienceClock
  readonly #onChange: () => unknown
  readonly #machine: Known = { ...machineParty, present: 0 }
  readonly #others = new Map<string, Known>()
  #holder: Known = this.#machine
  #asking: Known[] = []
  #shares = 0
  #lastId = 0
  #answering: Disposable | null = null
  #comeback: Disposable | null = null

  /** @param onChange called after every change */
  constructor(clock: PatienceClock, onChange: () => unknown) {
    this.#clock = clock
    this.#onChange = onChange
  }

  get state(): ControlState {
    return {
      holder: partyOf(this.#holder),
      asking: this.#asking.map(partyOf),
      isShared: this.#shares > 0,
    }
  }

  /** Viewers of other machines may come, until the result is disposed. */
  share(): Disposable {
    this.#shares++
    this.#onChange()
    return toDisposable(() => {
      this.#shares--
      this.#onChange()
    })
  }

  /** Nothing passes by itself any more. */
  dispose(): void {
    this.#clock = { nowMs: () => 0, timer: () => nothingToDispose }
    this.#stopWaiting()
    this.#answering?.dispose()
    this.#answering = null
  }

  /** Whether the party of this name is in control: a file that it sends comes beside its connection. */
  isHeldBy({ isAtMachine, name }: Pick<Guest, 'isAtMachine' | 'name'>): boolean {
    return this.#holder === (isAtMachine ? this.#machine : this.#others.get(name))
  }

  /** A viewer that may change things has come. */
  sit({ name, isAtMachine }: Guest): Seat {
    const known = isAtMachine ? this.#machine : this.#knownAs(name)
    known.present++
    if (known === this.#holder) this.#stopWaiting()
    let isLeft = false
    return {
      party: partyOf(known),
      refusalOf: (call) => this.#refusalTo(known, call),
      take: () => this.#take(known),
      ask: () => this.#ask(known),
      give: (to) => this.#give(known, to),
      keep: () => this.#keep(known),
      release: () => this.#release(known),
      dispose: () => {
        if (!isLeft) this.#leave(known)
        isLeft = true
      },
    }
  }

  #refusalTo(known: Known, call: string): Sentence | null {
    if (this.#holder === known) return null
    return say`${call} is refused: ${this.#holder.name} is in control. Take control first.`
  }

  #take(known: Known): void {
    if (known === this.#holder) return
    if (known !== this.#machine && this.#holder.present > 0)
      fail('EBUSY', say`${this.#holder.name} is in control, and is asked before it passes on.`)
    this.#pass(known)
  }

  #ask(known: Known): boolean {
    if (known === this.#holder) return true
    if (this.#holder.present === 0) {
      this.#pass(known)
      return true
    }
    if (!this.#asking.includes(known)) {
      this.#asking.push(known)
      if (this.#asking.length === 1) this.#awaitAnswer()
      this.#onChange()
    }
    return false
  }

  #give(known: Known, to: number): void {
    this.#requireHolder(known)
    const receiver = [this.#machine, ...this.#others.values()].find(({ id }) => id === to)
    if (receiver === undefined || (receiver !== this.#machine && receiver.present === 0))
      fail('ENOENT', say`Nobody is there whose number is ${to}.`)
    this.#pass(receiver)
  }

  #keep(known: Known): void {
    this.#requireHolder(known)
    if (this.#asking.length === 0) return
    this.#asking = []
    this.#awaitAnswer()
    this.#onChange()
  }

  #release(known: Known): void {
    if (known === this.#holder) this.#pass(this.#asking[0] ?? this.#machine)
    else this.#forget(known)
  }

  #leave(known: Known): void {
    known.present--
    if (known.present > 0) return
    if (known === this.#holder) {
      // Nobody is there to be asked.
      const first = this.#asking[0]
      if (first !== undefined) this.#pass(first)
      else if (known !== this.#machine) this.#waitForComeback()
      return
    }
    this.#forget(known)
    this.#drop(known)
  }

  #requireHolder(known: Known): void {
    if (this.#holder !== known) fail('EACCES', say`${this.#holder.name} is in control, and decides about it.`)
  }

  #knownAs(name: string): Known {
    const known = this.#others.get(name) ?? { id: ++this.#lastId, name, present: 0 }
    this.#others.set(name, known)
    return known
  }

  /** A party that is gone is no longer known. */
  #drop(known: Known): void {
    if (known !== this.#machine && known.present === 0 && known !== this.#holder) this.#others.delete(known.name)
  }

  #forget(known: Known): void {
    if (!this.#asking.includes(known)) return
    const wasFirst = this.#asking[0] === known
    this.#asking = this.#asking.filter((one) => one !== known)
    if (wasFirst) this.#awaitAnswer()
    this.#onChange()
  }

  #pass(to: Known): void {
    const before = this.#holder
    this.#stopWaiting()
    this.#holder = to
    this.#asking = this.#asking.filter((one) => one !== to)
    this.#awaitAnswer()
    this.#drop(before)
    if (to !== this.#machine && to.present === 0) this.#waitForComeback()
    this.#onChange()
  }

  #stopWaiting(): void {
    this.#comeback?.dispose()
    this.#comeback = null
  }

  #waitForComeback(): void {
    this.#stopWaiting()
    this.#comeback = patience(this.#clock, comebackMs, () => this.#pass(this.#machine))
  }

  /** The time to answer who is first begins anew. */
  #awaitAnswer(): void {
    this.#answering?.dispose()
    const [first] = this.#asking
    this.#answering = first === undefined ? null : patience(this.#clock, answerSeconds * 1000, () => this.#pass(first))
  }
}

function partyOf({ id, name }: Party): Party {
  return { id, name }
}
