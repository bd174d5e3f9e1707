// The registers of IEEE 488.2 (chapter 11), and the error queue, of one connection.
import { ErrorQueue } from './error-queue.ts'
import { eventBit, type ScpiError } from './errors.ts'

/** Bits of the standard event status register. */
const operationComplete = 1
const powerOn = 128

/** Bits of the status byte. */
const errorsWait = 4
const messageAvailable = 16
const eventSummary = 32
const masterSummary = 64

export class Status {
  readonly errors = new ErrorQueue()
  #events = powerOn
  #enabledEvents = 0
  #enabledService = 0

  note(error: ScpiError): void {
    this.#events |= eventBit(error.number)
    this.errors.add(error)
  }

  noteComplete(): void {
    this.#events |= operationComplete
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
      (hasAnswer ? messageAvailable : 0) |
      ((this.#events & this.#enabledEvents) !== 0 ? eventSummary : 0)
    return bits | ((bits & this.#enabledService) !== 0 ? masterSummary : 0)
  }

  clear(): void {
    this.#events = 0
    this.errors.clear()
  }
}
