// Commands to the hardware that are not DMA: start and stop the converter, configure a source, convert once. Each is
// answered in order. Two rings of fixed records of float64; the meaning of the arguments belongs to the command.
import { SharedRing, sharedRingBytes } from '#main/memory/index.ts'

export const opcode = {
  start: 1,
  stop: 2,
  source: 3,
  convertOnce: 4,
  fault: 5,
  shutdown: 6,
  loopback: 7,
  startDac: 8,
  stopDac: 9,
  flush: 10,
  dacSource: 11,
  dacBuffer: 12,
  stream: 13,
} as const
export type Opcode = (typeof opcode)[keyof typeof opcode]

const commandWords = 32
const replyWords = 4
const capacity = 64

/** Arguments a command can carry. */
export const maxArguments = commandWords - 2

export function mailboxBytes(): number {
  return sharedRingBytes(commandWords * 8, capacity) + sharedRingBytes(replyWords * 8, capacity) + 8
}

export class Mailbox {
  readonly #floats: Float64Array<SharedArrayBuffer>
  readonly #commands: SharedRing
  readonly #replies: SharedRing

  constructor(buffer: SharedArrayBuffer, address: number) {
    this.#floats = new Float64Array(buffer)
    this.#commands = new SharedRing(buffer, { address, recordBytes: commandWords * 8, capacity })
    const replies = address + sharedRingBytes(commandWords * 8, capacity)
    this.#replies = new SharedRing(buffer, { address: replies, recordBytes: replyWords * 8, capacity })
  }

  /** CPU: false when 64 commands are waiting already. */
  send(code: Opcode, ticket: number, args: readonly number[]): boolean {
    const at = this.#commands.reserve() >>> 3
    if (at === 0) return false
    this.#floats[at] = code
    this.#floats[at + 1] = ticket
    for (let index = 0; index < maxArguments; index++) this.#floats[at + 2 + index] = args[index] ?? 0
    this.#commands.commit()
    return true
  }

  /** Hardware: runs the oldest command, if any, and answers it with two numbers. */
  serve(run: (code: number, args: Float64Array) => readonly [number, number]): boolean {
    const at = this.#commands.peek() >>> 3
    if (at === 0 || this.#replies.isFull) return false
    const ticket = this.#floats[at + 1]!
    const [first, second] = run(this.#floats[at]!, this.#floats.subarray(at + 2, at + 2 + maxArguments))
    this.#commands.advance()
    const reply = this.#replies.reserve() >>> 3
    this.#floats[reply] = ticket
    this.#floats[reply + 1] = first
    this.#floats[reply + 2] = second
    this.#replies.commit()
    return true
  }

  /** CPU: takes the oldest answer, if any. */
  receive(take: (ticket: number, first: number, second: number) => void): boolean {
    const at = this.#replies.peek() >>> 3
    if (at === 0) return false
    const [ticket, first, second] = [this.#floats[at]!, this.#floats[at + 1]!, this.#floats[at + 2]!]
    this.#replies.advance()
    take(ticket, first, second)
    return true
  }
}
