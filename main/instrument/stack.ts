// Powers the machine up, from the bottom: memory, kernels, hardware thread, DMA controller, IIO bus, driver.
import { axiDmacChannelName, DmaEngine, probeAxiDmac } from '#main/dmaengine/index.ts'
import { gigasampleName, probeGigasampleAdc } from '#main/drivers/gigasample-adc/index.ts'
import { Hardware } from '#main/hardware/index.ts'
import { type DmaBufferQueue, IioBus, type IioDevice } from '#main/iio/index.ts'
import { loadKernelModule } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'

export interface StackOptions {
  readonly heapBytes: number
  readonly seed: number
  readonly runtime: Runtime
}

export interface Stack {
  readonly runtime: Runtime
  readonly heap: CoherentHeap
  readonly kernelModule: WebAssembly.Module
  readonly hardware: Hardware
  readonly bus: IioBus
  /** The device the instrument captures, and its DMA buffer. */
  readonly device: IioDevice
  readonly queue: DmaBufferQueue
  /** Takes everything down again, from the top. */
  close(): Promise<void>
}

/** @throws ENOMEM for the heap; EIO when the hardware thread does not start. */
export async function bootStack(options: StackOptions): Promise<Stack> {
  const { runtime, seed } = options
  const heap = new CoherentHeap({ bytes: options.heapBytes })
  const kernelModule = await loadKernelModule()
  const hardware = await Hardware.start({ heap, kernelModule })
  try {
    const engine = new DmaEngine()
    const controller = probeAxiDmac({ engine, hardware, deferred: runtime.deferred })
    engine.link({
      consumer: gigasampleName,
      name: 'rx',
      provider: controller.device.name,
      channel: axiDmacChannelName,
    })
    const bus = new IioBus()
    const adc = await probeGigasampleAdc({ bus, engine, hardware, heap, runtime, seed })
    return {
      runtime,
      heap,
      kernelModule,
      hardware,
      bus,
      device: adc.device,
      queue: adc.buffer,
      async close(): Promise<void> {
        try {
          await adc.remove()
          controller.remove()
        } finally {
          await hardware.stop()
        }
      },
    }
  } catch (thrown) {
    await hardware.stop()
    throw thrown
  }
}
