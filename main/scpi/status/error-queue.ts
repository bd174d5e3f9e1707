// The error queue (SCPI-99, volume 2, 21.8): the oldest first, bounded; where it was full, its newest entry says so.
import { quoted } from '../answer.ts'
import { errorTexts, type ScpiError } from '../errors.ts'

export const mostErrors = 32

export class ErrorQueue {
  readonly #entries: string[] = []

  get count(): number {
    return this.#entries.length
  }

  add({ number, message }: ScpiError): void {
    if (this.#entries.length < mostErrors) this.#entries.push(`${number},${quoted(message)}`)
    else this.#entries[mostErrors - 1] = `-350,${quoted(errorTexts[-350])}`
  }

  /** Takes the oldest out: `-113,"Undefined header"`; `0,"No error"` when there is none. */
  next(): string {
    return this.#entries.shift() ?? `0,${quoted('No error')}`
  }

  /** Takes all of them out. */
  all(): string {
    return this.#entries.length === 0 ? this.next() : this.#entries.splice(0).join(',')
  }

  clear(): void {
    this.#entries.length = 0
  }
}
