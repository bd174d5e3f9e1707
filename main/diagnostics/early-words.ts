// What is said before there is a screen: noted down at once, and told on the screen when there is one.
import type { Log } from './log.ts'

export class EarlyWords {
  readonly #log: Log
  readonly #untold: string[] = []
  #remark = (line: string): void => void this.#untold.push(line)

  constructor(log: Log) {
    this.#log = log
  }

  readonly warn = (line: string): void => {
    this.#log.warn(line)
    this.#remark(line)
  }

  readonly note = (line: string): void => {
    this.#log.info(line)
    this.#remark(line)
  }

  /** From now on it is told to `remark`, and so is what was said until now. */
  tell(remark: (line: string) => void): void {
    this.#remark = remark
    for (const line of this.#untold.splice(0)) remark(line)
  }
}
