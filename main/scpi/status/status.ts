// The registers of IEEE 488.2 (chapter 11) and of SCPI-99 (volume 1, chapter 9), and the error queue, of one connection.
import { eventBit, type ScpiError } from '../errors.ts'
import { ErrorQueue } from './error-queue.ts'
import { RegisterGroup } from './register-group.ts'

/** Bits of the standard event status register. */
const operationComplete = 1
const powerOn = 128

/** Bits of the status byte. */
const errorsWait = 4
const questionableSummary = 8
const messageAvailable = 16
const eventSummary = 32
const masterSummary = 64
const operationSummary = 128

/** What is so, in the bits of both groups. */
export interface Conditions {
  readonly operation: number
  readonly questionable: number
}

const nothing: Conditions = { operation: 0, questionable: 0 }

export class Status {
  readonly errors = new ErrorQueue()
  readonly operation = new RegisterGroup()
  readonly questionable = new RegisterGroup()
  #events = powerOn
  #enabledEvents = 0
  #enabledService = 0
  /** How often what `*OPC` waits for was given up. */
  #cancelled = 0

  /** What is so when the connection begins: no event. */
  begin({ operation, questionable }: Conditions): void {
    this.operation.begin(operation)
    this.questionable.begin(questionable)
  }

  /** @param meanwhile as of {@link RegisterGroup.put} */
  put({ operation, questionable }: Conditions, meanwhile = nothing): void {
    this.operation.put(operation, meanwhile.operation)
    this.questionable.put(questionable, meanwhile.questionable)
  }

  note(error: ScpiError): void {
    this.#events |= eventBit(error.number)
    this.errors.add(error)
  }

  /** It is an event when this resolves, unless it is given up before. */
  noteWhen(complete: Promise<void>): void {
    const cancelled = this.#cancelled
    complete.then(
      () => {
        if (this.#cancelled === cancelled) this.#events |= operationComplete
      },
      () => undefined,
    )
  }

  /** Nothing that is under way is an event when it ends. */
  cancelComplete(): void {
    this.#cancelled++
  }

  /** Reads the events, and clears them. */
  takeEvents(): number {
    const events = this.#events
    this.#events = 0
    return events
  }

  get enabledEvents(): number {
    return this.#enabledEvents
  }

  set enabledEvents(bits: number) {
    this.#enabledEvents = bits
  }

  get enabledService(): number {
    return this.#enabledService
  }

  /** Its own summary never asks for service. */
  set enabledService(bits: number) {
    this.#enabledService = bits & ~masterSummary
  }

  /** @param hasAnswer an answer of this message waits to be sent */
  byte(hasAnswer: boolean): number {
    const bits =
      (this.errors.count > 0 ? errorsWait : 0) |
      (this.questionable.summary ? questionableSummary : 0) |
      (hasAnswer ? messageAvailable : 0) |
      ((this.#events & this.#enabledEvents) !== 0 ? eventSummary : 0) |
      (this.operation.summary ? operationSummary : 0)
    return bits | ((bits & this.#enabledService) !== 0 ? masterSummary : 0)
  }

  /** No event and no error any more, and none of what is under way. */
  clear(): void {
    this.cancelComplete()
    this.#events = 0
    this.operation.clear()
    this.questionable.clear()
    this.errors.clear()
  }
}
