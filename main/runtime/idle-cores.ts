// How much of the machine nobody uses, as the system counts it for all programs together.
import { cpus } from 'node:os'

type CoreTimes = readonly { readonly times: Readonly<Record<string, number>> }[]

export class IdleCores {
  readonly #read: () => CoreTimes
  #before: CoreTimes

  constructor(read: () => CoreTimes = cpus) {
    this.#read = read
    this.#before = read()
  }

  /** Cores that were idle since the last time, on average: 0 .. number of cores. 0 where the system does not tell. */
  sinceLast(): number {
    const now = this.#read()
    let idleCores = 0
    for (const [index, { times }] of now.entries()) {
      const before = this.#before[index]?.times
      if (before === undefined) continue
      const total = sum(times) - sum(before)
      if (total > 0) idleCores += Math.max(0, (times.idle ?? 0) - (before.idle ?? 0)) / total
    }
    this.#before = now
    return idleCores
  }
}

const sum = (times: Readonly<Record<string, number>>): number => Object.values(times).reduce((all, one) => all + one, 0)
