// How fast clients are sent samples: of two looks at what they were sent.
import type { IiodClientState } from '#shared/contract/topics/iiod.ts'

export interface ClientRow extends IiodClientState {
  /** Of samples; NaN at the first look. */
  readonly bytesPerSecond: number
}

export class ClientRates {
  readonly #before = new Map<string, number>()
  #atMs = Number.NaN

  /** @param nowMs monotonic */
  look(clients: readonly IiodClientState[], nowMs: number): readonly ClientRow[] {
    const seconds = (nowMs - this.#atMs) / 1e3
    const rows = clients.map((client) => {
      const before = this.#before.get(client.address)
      const bytesPerSecond =
        before === undefined || !(seconds > 0) ? Number.NaN : (client.sampleBytes - before) / seconds
      return { ...client, bytesPerSecond }
    })
    this.#before.clear()
    for (const { address, sampleBytes } of clients) this.#before.set(address, sampleBytes)
    this.#atMs = nowMs
    return rows
  }
}
