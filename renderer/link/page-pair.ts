// Two pages of one person that belong together: the one with the trace, and the one that its panels were moved to. They are of one
// origin and one version, and talk over a channel that has the name of the pair. Each holds a lock for as long as it lives; so a page
// that is closed, crashes or is loaded again is noticed by the other, however it went.
import type { Frame } from '#shared/frame/frame.ts'
import { type Disposable, DisposableStore, Emitter, type Event } from '#shared/lifecycle.ts'

export type Side = 'trace' | 'panels'

export type PairMessage =
  /** What both pages show alike has changed: values by name. */
  | { readonly type: 'values'; readonly values: Readonly<Record<string, unknown>> }
  /** The page with the panels would like the next frame, and what it is sent. */
  | { readonly type: 'wantFrame' }
  | { readonly type: 'frame'; readonly frame: Frame }
  /** A command that only the page with the trace can carry out. */
  | { readonly type: 'command'; readonly id: string; readonly number: number }
  /** The panels shall come back. */
  | { readonly type: 'close' }

interface Letter {
  readonly from: Side
  /** `hello`: it is there, and would like to know of the other; `here`: the answer to that. */
  readonly content: 'hello' | 'here' | PairMessage
}

/** What of a browser is used; a test brings its own. */
export interface PairHost {
  openChannel(name: string): Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>
  /** Resolves when what `hold` returns does; rejects when `signal` gives the wish up. */
  withLock(name: string, signal: AbortSignal, hold: () => Promise<void>): Promise<void>
}

/** The browser's own; null where it has none: not every address is a safe one. */
export function browserPairHost(): PairHost | null {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return null
  return {
    openChannel: (name) => new BroadcastChannel(name),
    withLock: (name, signal, hold) => navigator.locks.request(name, { signal }, hold),
  }
}

const otherOf = (side: Side): Side => (side === 'trace' ? 'panels' : 'trace')

export class PagePair implements Disposable {
  readonly #own: Side
  readonly #name: string
  readonly #host: PairHost
  readonly #channel: ReturnType<PairHost['openChannel']>
  readonly #owned = new DisposableStore()
  readonly #gone = new AbortController()
  readonly #messages = new Emitter<PairMessage>()
  readonly #presence = new Emitter<boolean>()
  #isHeld = false
  #isOtherThere = false

  /** @param id of the pair; of two pages that claim one side of it the first has it, and the second when that is gone */
  constructor(id: string, own: Side, host: PairHost) {
    this.#own = own
    this.#host = host
    this.#name = `blockscope ${id}`
    this.#channel = host.openChannel(this.#name)
    this.#channel.onmessage = ({ data }: MessageEvent<Letter>) => this.#receive(data)
    void this.#hold()
  }

  /** Whether this page has its side of the pair. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  get isOtherThere(): boolean {
    return this.#isOtherThere
  }

  get onMessage(): Event<PairMessage> {
    return this.#messages
  }

  /** The other page has come, or is gone. */
  get onPresence(): Event<boolean> {
    return this.#presence
  }

  /** To the other page; nobody hears it where there is none. */
  post(message: PairMessage): void {
    if (this.#isHeld && !this.#owned.isDisposed) this.#send(message)
  }

  dispose(): void {
    this.#owned.dispose()
    this.#gone.abort()
    this.#channel.close()
  }

  #send(content: Letter['content']): void {
    this.#channel.postMessage({ from: this.#own, content } satisfies Letter)
  }

  async #hold(): Promise<void> {
    await this.#lock(this.#own, () => {
      this.#isHeld = true
      this.#send('hello')
      return new Promise((resolve) => this.#owned.add({ dispose: resolve }))
    })
  }

  #receive({ from, content }: Letter): void {
    if (from === this.#own || !this.#isHeld || this.#owned.isDisposed) return
    if (content === 'hello' || content === 'here') {
      if (content === 'hello') this.#send('here')
      this.#meet()
    } else this.#messages.fire(content)
  }

  #meet(): void {
    if (this.#isOtherThere) return
    this.#isOtherThere = true
    this.#presence.fire(true)
    // It is had when the other is gone, and left at once to who comes in its place.
    void this.#lock(otherOf(this.#own), () => {
      this.#isOtherThere = false
      this.#presence.fire(false)
      return Promise.resolve()
    })
  }

  /** Gives up with the pair. */
  async #lock(side: Side, hold: () => Promise<void>): Promise<void> {
    const held = this.#host.withLock(`${this.#name} ${side}`, this.#gone.signal, hold)
    await held.catch((thrown: unknown) => {
      if (!this.#gone.signal.aborted) throw thrown
    })
  }
}
