// The converter as hardware: eight 12-bit channels behind one multiplexer, a sample clock, an interrupt per conversion
// sequence, and a request line to the peripheral DMA controller.

import type { BlockMemory } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { Pacer } from '../emulation/pacer.ts'
import { StreamChannel } from '../emulation/stream-channel.ts'

export const channelCount = 8
const tableScans = 4096

/** One period per channel: sines of 1, 2, ... 8 periods per table, in 12-bit codes around the middle. */
const tables: readonly Uint16Array[] = Array.from({ length: channelCount }, (_, channel) =>
  Uint16Array.from({ length: tableScans }, (_, i) =>
    Math.round(2048 + 2000 * Math.sin((2 * Math.PI * (channel + 1) * i) / tableScans)),
  ),
)

export class At91Converter {
  /** Conversion data registers: the codes of the newest sequence, by channel. */
  readonly data = new Uint16Array(channelCount)
  /** End of a sequence. Null: the interrupt is masked. */
  onInterrupt: (() => void) | null = null
  /** The DMA controller's channel. */
  readonly dma: StreamChannel
  readonly #heap: BlockMemory
  readonly #pacer: Pacer
  #channels: readonly number[] = []
  #position = 0

  constructor(runtime: Runtime, heap: BlockMemory) {
    this.#heap = heap
    this.#pacer = new Pacer({
      clock: runtime.clock,
      onScans: (count) => this.#convert(count),
      scansToNextEvent: () => (this.onInterrupt ? 1 : this.dma.bytesToNextEvent / this.#bytesPerScan),
    })
    this.dma = new StreamChannel({ ...runtime, direction: 'dev-to-mem', onChange: () => this.#pacer.reschedule() })
  }

  /** Sequences since the start that the machine was too slow for. */
  get skippedScans(): number {
    return this.#pacer.skippedScans
  }

  /** By so much its clock fell behind since the start, because the machine was too slow for it, ms. */
  get slippedMs(): number {
    return this.#pacer.slippedMs
  }

  /** What was converted until now is in transfers that are through, the last one short. */
  flush(): void {
    this.#pacer.catchUp()
    if (this.onInterrupt === null) this.dma.flush(this.#bytesPerScan)
  }

  /** Channel enable register. */
  setChannels(channels: readonly number[]): void {
    this.#channels = channels
  }

  /** One conversion of `channel`, at once. */
  convertNow(channel: number): number {
    return tables[channel]![this.#position % tableScans]!
  }

  start(rateHz: number): void {
    this.#position = 0
    this.dma.restart()
    this.#pacer.start(rateHz)
  }

  stop(): void {
    this.#pacer.stop()
  }

  get #bytesPerScan(): number {
    return this.#channels.length * 2
  }

  #convert(count: number): void {
    const { onInterrupt } = this
    if (onInterrupt === null) {
      const from = this.#position
      this.dma.advance(count * this.#bytesPerScan, this.#bytesPerScan, (address, length, offset) =>
        this.#fill(address, length, from * this.#bytesPerScan + offset),
      )
      this.#position += count
      return
    }
    for (let i = 0; i < count; i++, this.#position++) {
      for (const channel of this.#channels) this.data[channel] = this.convertNow(channel)
      onInterrupt()
    }
  }

  /** Codes of the stream from byte `from` on; transfers are whole samples (the bus is 16 bits wide). */
  #fill(address: number, length: number, from: number): void {
    const bytes = this.#heap.u8(address, length)
    const codes = new Uint16Array(bytes.buffer, address, length / 2)
    const channels = this.#channels
    let scan = Math.floor(from / this.#bytesPerScan)
    let place = (from % this.#bytesPerScan) / 2
    for (let i = 0; i < codes.length; i++) {
      codes[i] = tables[channels[place]!]![scan % tableScans]!
      place++
      if (place < channels.length) continue
      place = 0
      scan++
    }
  }
}
