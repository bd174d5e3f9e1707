// What the thread was told last of each kind: one that is started again is told it once more.
import type { ToAnalyser } from '../messages.ts'

type Message = Extract<ToAnalyser, { type: 'trigger' | 'math' | 'acquisition' | 'bandwidth' | 'running' }>

export class Told {
  readonly #tell: (message: Message) => void
  readonly #newest = new Map<Message['type'], Message>()

  /** @param tell lost while there is no thread */
  constructor(tell: (message: Message) => void) {
    this.#tell = tell
  }

  tell(message: Message): void {
    this.#newest.set(message.type, message)
    this.#tell(message)
  }

  /** Tells the newest of each kind again. */
  again(): void {
    for (const message of this.#newest.values()) this.#tell(message)
  }
}
