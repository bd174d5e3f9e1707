// A DAC and an ADC joined by a wire, on one sample clock: what the output stream sends, the input stream captures.
import type { BlockMemory } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { Pacer } from '../emulation/pacer.ts'
import { StreamChannel } from '../emulation/stream-channel.ts'

const sampleBytes = 2

export class LoopbackHardware {
  readonly tx: StreamChannel
  readonly rx: StreamChannel
  rateHz = 100_000
  readonly #heap: BlockMemory
  readonly #pacer: Pacer
  #sends = false
  #captures = false
  /** The DAC holds its last code when it has nothing to send. */
  readonly #held = new Uint8Array(sampleBytes)

  constructor(runtime: Runtime, heap: BlockMemory) {
    this.#heap = heap
    this.#pacer = new Pacer({
      clock: runtime.clock,
      onScans: (count) => this.#convert(count),
      scansToNextEvent: () => Math.min(this.tx.bytesToNextEvent, this.rx.bytesToNextEvent) / sampleBytes,
    })
    const onChange = (): void => this.#pacer.reschedule()
    this.tx = new StreamChannel({ ...runtime, direction: 'mem-to-dev', onChange })
    this.rx = new StreamChannel({ ...runtime, direction: 'dev-to-mem', onChange })
  }

  setSending(on: boolean): void {
    this.#sends = on
    this.#updateClock()
  }

  setCapturing(on: boolean): void {
    this.#captures = on
    if (on) this.rx.restart()
    this.#updateClock()
  }

  /** By so much the sample clock fell behind since it was started, ms. */
  get slippedMs(): number {
    return this.#pacer.slippedMs
  }

  /** What was captured until now is in transfers that are through, the last one short. */
  flush(): void {
    this.#pacer.catchUp()
    this.rx.flush(sampleBytes)
  }

  /** Samples the DAC held because no block was queued. */
  get underruns(): number {
    return this.tx.lostBytes / sampleBytes
  }

  #updateClock(): void {
    const isNeeded = this.#sends || this.#captures
    if (isNeeded === this.#pacer.isRunning) return
    if (isNeeded) this.#pacer.start(this.rateHz)
    else this.#pacer.stop()
  }

  #convert(count: number): void {
    const wire = new Uint8Array(count * sampleBytes)
    const sent = this.#sends
      ? this.tx.advance(wire.length, sampleBytes, (address, length, from) =>
          wire.set(this.#heap.u8(address, length), from),
        )
      : 0
    if (sent > 0) this.#held.set(wire.subarray(sent - sampleBytes, sent))
    for (let at = sent; at < wire.length; at += sampleBytes) wire.set(this.#held, at)
    if (this.#captures)
      this.rx.advance(wire.length, sampleBytes, (address, length, from) =>
        this.#heap.u8(address, length).set(wire.subarray(from, from + length)),
      )
  }
}
