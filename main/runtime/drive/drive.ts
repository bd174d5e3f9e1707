// A drive with threads of its own. A drive that is dead gives no error: its calls hang, and hold up the threads that make them. So
// each drive has a few, and no other drive, nor anything else of the program, waits for them.
import type { CallName, Calls, ToDriveThread } from './calls.ts'
import { Lane } from './lane.ts'

/** Threads of one drive: a write, a sync, a description and a look at it, at the same time. */
const mostLanes = 4

/** A call that the drive has not answered yet. */
export interface OpenCall {
  readonly name: CallName
  readonly sinceMs: number
}

interface Waiting {
  readonly message: ToDriveThread
  resolve(value: unknown): void
  reject(reason: unknown): void
}

/** Makes one call at a time. */
export type DriveLane = Pick<Lane, 'ask' | 'isGone'>

export class Drive {
  readonly #nowMs: () => number
  readonly #newLane: () => DriveLane
  readonly #idle: DriveLane[] = []
  readonly #waiting: Waiting[] = []
  readonly #open = new Set<OpenCall>()
  #lanes = 0

  /** @param newLane begins a thread */
  constructor(nowMs: () => number, newLane: () => DriveLane = () => new Lane()) {
    this.#nowMs = nowMs
    this.#newLane = newLane
  }

  /** The call that it has not answered for longest; null: it owes no answer. */
  get oldest(): OpenCall | null {
    const [first = null] = this.#open
    return first
  }

  /** Settles when the drive answers, whenever that is. @throws what the file system throws, with its `code` */
  ask<N extends CallName>(name: N, ...args: Parameters<Calls[N]>): Promise<ReturnType<Calls[N]>> {
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.push({ message: { name, args }, resolve, reject })
      this.#handOut()
    }) as Promise<ReturnType<Calls[N]>>
  }

  #handOut(): void {
    while (this.#waiting.length > 0) {
      const lane = this.#freeLane()
      if (lane === null) return
      void this.#call(lane, this.#waiting.shift()!)
    }
  }

  #freeLane(): DriveLane | null {
    for (let lane = this.#idle.pop(); lane !== undefined; lane = this.#idle.pop()) {
      if (!lane.isGone) return lane
      this.#lanes--
    }
    if (this.#lanes === mostLanes) return null
    this.#lanes++
    return this.#newLane()
  }

  async #call(lane: DriveLane, { message, resolve, reject }: Waiting): Promise<void> {
    const call: OpenCall = { name: message.name, sinceMs: this.#nowMs() }
    this.#open.add(call)
    try {
      resolve(await lane.ask(message))
    } catch (thrown) {
      reject(thrown)
    } finally {
      this.#open.delete(call)
      this.#idle.push(lane)
      this.#handOut()
    }
  }
}
