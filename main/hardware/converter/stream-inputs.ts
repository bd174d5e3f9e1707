// Channels that convert streams: each a channel of a ring that a thread fills. What is converted is taken from every ring at
// once, so that channels of one stream stay together.
import { SampleRing } from '#main/streams/index.ts'

interface StreamInput {
  readonly ring: SampleRing
  readonly column: number
}

export class StreamInputs {
  readonly #buffer: SharedArrayBuffer
  readonly #codes: Int16Array<SharedArrayBuffer>
  readonly #inputs = new Map<number, StreamInput & { readonly address: number }>()
  #enabled: readonly number[] = []
  /** Of the channels that are converted, each once. */
  #rings: readonly SampleRing[] = []

  /** @param buffer the heap */
  constructor(buffer: SharedArrayBuffer) {
    this.#buffer = buffer
    this.#codes = new Int16Array(buffer)
  }

  /** These channels are converted. */
  select(enabled: readonly number[]): void {
    this.#enabled = enabled
    const inputs = enabled.flatMap((channel) => this.#inputs.get(channel) ?? [])
    this.#rings = [...new Set(inputs.map(({ ring }) => ring))]
  }

  set(channel: number, address: number, column: number): void {
    const shared = [...this.#inputs.values()].find((input) => input.address === address)
    this.#inputs.set(channel, { ring: shared?.ring ?? new SampleRing(this.#buffer, address), column, address })
    this.select(this.#enabled)
  }

  delete(channel: number): void {
    if (this.#inputs.delete(channel)) this.select(this.#enabled)
  }

  has(channel: number): boolean {
    return this.#inputs.has(channel)
  }

  /** Scans that are there in every ring; Infinity: no stream is converted. */
  get supplied(): number {
    let least = Number.POSITIVE_INFINITY
    for (const ring of this.#rings) least = Math.min(least, ring.available)
    return least
  }

  /** The next sample of a channel, which stays where it is; 0 when there is none. */
  present(channel: number): number {
    const input = this.#inputs.get(channel)
    if (input === undefined || input.ring.available === 0) return 0
    const one = new Int16Array(1)
    input.ring.copy(input.column, 0, one)
    return one[0]!
  }

  /** Writes samples of a channel to `address`, from the scan `skip` behind the next one. */
  render(channel: number, skip: number, address: number, scans: number): void {
    const input = this.#inputs.get(channel)
    const to = address >>> 1
    input?.ring.copy(input.column, skip, this.#codes.subarray(to, to + scans))
  }

  /** So many scans were converted. */
  advance(scans: number): void {
    for (const ring of this.#rings) ring.advance(scans)
  }
}
