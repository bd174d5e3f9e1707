// The older converter without a clock: converts as fast as it is told to. What silicon does costs no CPU time on a real
// machine, so it is left out here: its DMA says that a block is full without writing one, and its data register changes
// by one store. All the rest (interrupt handler, FIFO, DMAengine, IIO, reader) is the real thing.
import type { At91Registers } from '#main/drivers/at91-adc/index.ts'
import { StreamChannel } from '#main/drivers/emulation/stream-channel.ts'
import type { Runtime } from '#main/runtime/clock.ts'

/** Bytes of a scan: one channel, 12 bits in 16. */
export const bytesPerScan = 2

export class UnclockedConverter implements At91Registers {
  readonly data = new Uint16Array(8)
  onInterrupt: (() => void) | null = null
  readonly dma: StreamChannel
  #isRunning = false

  constructor(runtime: Runtime) {
    this.dma = new StreamChannel({ ...runtime, direction: 'dev-to-mem', onChange: () => undefined })
  }

  setChannels(): void {
    // One channel, always.
  }

  convertNow(): number {
    return 2048
  }

  start(): void {
    this.#isRunning = true
    this.dma.restart()
  }

  stop(): void {
    this.#isRunning = false
  }

  /** The next `scans` conversions, at once. */
  convert(scans: number): void {
    if (!this.#isRunning) throw new Error('the converter does not run')
    const { onInterrupt, data } = this
    if (onInterrupt === null) {
      this.dma.advance(scans * bytesPerScan, bytesPerScan, () => undefined)
      return
    }
    for (let i = 0; i < scans; i++) {
      data[0] = i & 0xfff
      onInterrupt()
    }
  }
}
