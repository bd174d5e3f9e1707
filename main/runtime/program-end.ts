// How a program ends. A signal asks for it, at any moment from the first line of the program on; so does a front whose
// time is over. From then on a watchdog looks on: what is still being saved may take as long as it goes on, anything else
// has 1.5 s. Then the process is killed, because a polite exit waits for threads that hang in a system call.
import { fail, say } from '#shared/errors.ts'
import { type Disposable, Emitter, nothingToDispose } from '#shared/lifecycle.ts'
import { type EndSignal, type EndWorld, processWorld, signalNumber } from './end-world.ts'

/** A step of the end may take so long, ms: the promise is 2 s for all of it, but a busy machine makes them slow. */
export const endWithinMs = 1500
/** What is being saved (a recording on a slow disk) may stand still for so long, ms: disks that sleep take seconds,
 * and a recording is given up before, which says what is in its file. */
export const savingPatienceMs = 20_000
/** A second signal this long after the first one ends the program at once, ms. One Ctrl+C may arrive twice. */
export const insistAfterMs = 500
const lookMs = 100
/** A look that comes late says that the machine is busy, or was asleep; no more than this of it counts, ms. */
const longestLookMs = 200
/** Who waits for what is being saved is told how far it is so often, ms. */
const tellMs = 1000

/** Something of the user's that is saved when the program ends. */
export interface Saving {
  /** A number that changes while it goes on (bytes written); null when nothing is being saved. */
  readonly progress: number | null
  /** How far it is, for who waits; null: nothing to say. */
  readonly line: string | null
}

const nothing: Saving = { progress: null, line: null }

export class ProgramEnd implements Disposable {
  readonly #world: EndWorld
  #signals: Disposable
  readonly #onAsked = new Emitter<EndSignal>()
  #asked: { readonly signal: EndSignal; readonly atMs: number } | null = null
  #saving = nothing
  #steps = 0
  #watching: Disposable | null = null

  /** From now on a signal to end no longer ends the process by itself. */
  constructor(world: EndWorld = processWorld) {
    this.#world = world
    this.#signals = world.onSignal((signal) => this.ask(signal))
  }

  /** Hears signals although somebody else has taken them over since. */
  hearAnew(): void {
    this.#signals.dispose()
    this.#signals = this.#world.onSignal((signal) => this.ask(signal))
  }

  /** The signal that asked the program to end; null while none did. */
  get asked(): EndSignal | null {
    return this.#asked?.signal ?? null
  }

  /** Whether the program is ending, whoever asked for it. */
  get isEnding(): boolean {
    return this.#watching !== null
  }

  /** Exit code of a program that was asked to end before it had begun: 128 + the signal's number, as shells have it. */
  get interruptedCode(): number {
    return this.#asked === null ? 0 : 128 + signalNumber(this.#asked.signal)
  }

  /** Calls `listener` when the program is asked to end; at once when it has been. */
  onAsked(listener: (signal: EndSignal) => void): Disposable {
    if (this.#asked === null) return this.#onAsked.on(listener)
    listener(this.#asked.signal)
    return nothingToDispose
  }

  /** Asks the program to end, as `signal` does. Asked again, some time after the first, it is killed. */
  ask(signal: EndSignal): void {
    const nowMs = this.#world.nowMs()
    if (this.#asked !== null) {
      if (nowMs - this.#asked.atMs >= insistAfterMs) this.#kill(`ended at once, because ${signal} came again`)
      return
    }
    this.#asked = { signal, atMs: nowMs }
    this.watch()
    this.#onAsked.fire(signal)
  }

  /**
   * Ends the process now, with nothing to save. While a thread hangs in a call of the file system (the opening of a pipe
   * that nobody writes to) an exit would wait for it for ever; then the process is killed.
   */
  leave(code: number): void {
    if (this.#world.hangs()) this.#world.kill()
    else this.#world.exit(code)
  }

  /**
   * Resolves when no thread waits in a call of the file system: an exit would wait for it, and nobody would see to it any more. Until
   * then the watchdog does.
   */
  async nothingHangs(): Promise<void> {
    while (this.#world.hangs()) await new Promise((resolve) => setTimeout(resolve, lookMs / 10))
  }

  /** @throws EINTR when the program has been asked to end: what was to begin now does not. */
  check(): void {
    if (this.#asked !== null) fail('EINTR', say`${this.#asked.signal} came before the capture began.`)
  }

  /** Settles as `starting` does, but rejects with EINTR as soon as the program is asked to end. */
  unlessAsked<T>(starting: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const listening = this.onAsked(() => {
        try {
          this.check()
        } catch (thrown) {
          reject(thrown)
        }
      })
      starting.then(resolve, reject).finally(() => listening.dispose())
    })
  }

  /**
   * Shows the watchdog what of the user's is saved at the end. The program is given time for as long as its progress
   * changes at least every {@link savingPatienceMs}; every second it is told how far that is.
   */
  waitFor(saving: Saving): void {
    this.#saving = saving
  }

  /** One of the things the end waits for is done: what follows has its own time. A busy machine is slow, not stuck. */
  step(): void {
    this.#steps++
  }

  /** The program is ending, whoever asked for it: from now on the watchdog looks on. Safe to call again. */
  watch(): void {
    if (this.#watching !== null) return
    let { progress } = this.#saving
    let steps = this.#steps
    let lookedMs = this.#world.nowMs()
    let toldMs = 0
    let waitedMs = 0
    let stoodMs = 0
    this.#watching = this.#world.every(lookMs, () => {
      const nowMs = this.#world.nowMs()
      // A process that was stopped, or a machine that slept, had no time to go on.
      const passedMs = Math.min(nowMs - lookedMs, longestLookMs)
      lookedMs = nowMs
      const { progress: now } = this.#saving
      stoodMs = now === progress && steps === this.#steps ? stoodMs + passedMs : 0
      progress = now
      steps = this.#steps
      if (now === null && stoodMs >= endWithinMs)
        return this.#kill(
          this.#world.isDiskSilent()
            ? 'killed, because a disk does not answer: an exit would wait for it'
            : `did not close within ${endWithinMs} ms`,
        )
      if (stoodMs >= savingPatienceMs)
        return this.#kill(`gave up, because nothing could be saved for ${savingPatienceMs / 1000} s`)
      this.#world.stillEnding()
      waitedMs += passedMs
      if (now === null || waitedMs - toldMs < tellMs) return
      toldMs = waitedMs
      const { line } = this.#saving
      if (line !== null) this.#world.complain(line)
    })
  }

  dispose(): void {
    this.#signals.dispose()
    this.#onAsked.dispose()
    this.#watching?.dispose()
  }

  #kill(reason: string): void {
    this.#watching?.dispose()
    this.#world.complain(reason)
    this.#world.kill()
  }
}
