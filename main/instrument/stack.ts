// Powers the machine up, from the bottom: memory, kernels, hardware thread, DMA controller, IIO bus, driver.
import { axiDmacChannelName, DmaEngine, probeAxiDmac } from '#main/dmaengine/index.ts'
import {
  type GigasampleAdc,
  gigasampleName,
  type PlayedFile,
  probeGigasampleAdc,
} from '#main/drivers/gigasample-adc/index.ts'
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
  /** The device the instrument captures, and its DMA buffer; other ones after {@link replug}. */
  readonly device: IioDevice
  readonly queue: DmaBufferQueue
  /** Files that its channels play. */
  readonly played: readonly PlayedFile[]
  /** By so much the converter's clock fell behind, ms; and the end of the block that is being filled: see the driver. */
  readonly slippedMs: number
  flush(): Promise<void>
  /** Its signal sources, by channel number. */
  readonly sources: GigasampleAdc['sources']
  /** The device goes away, whatever it is doing. Harmless when it is away. */
  unplug(): Promise<void>
  /** It comes back, with the settings it had. Harmless when it is there. @throws what its driver's probe throws */
  replug(): Promise<void>
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
    const probe = (): Promise<GigasampleAdc> => probeGigasampleAdc({ bus, engine, hardware, heap, runtime, seed })
    let adc = await probe()
    let kept: readonly Setting[] = []
    return {
      runtime,
      heap,
      kernelModule,
      hardware,
      bus,
      get device() {
        return adc.device
      },
      get queue() {
        return adc.buffer
      },
      get played() {
        return adc.sources.map((source) => source.played).filter((file) => file !== null)
      },
      get slippedMs() {
        return adc.slippedMs
      },
      flush: () => adc.flush(),
      get sources() {
        return adc.sources
      },
      async unplug(): Promise<void> {
        if (adc.device.isGone) return
        kept = await readSettings(adc.device)
        await adc.remove()
      },
      async replug(): Promise<void> {
        if (!adc.device.isGone) return
        adc = await probe()
        for (const { path, value } of kept) await adc.device.writeAttribute(path, value)
      },
      async close(): Promise<void> {
        try {
          if (!adc.device.isGone) await adc.remove()
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

interface Setting {
  readonly path: string
  readonly value: string
}

/** What can be written back to a device that returns: all but the settings of its buffer, which are the hub's. */
async function readSettings(device: IioDevice): Promise<Setting[]> {
  const paths = device.listAttributes().filter(({ path, writable }) => writable && !path.startsWith('buffer'))
  return Promise.all(paths.map(async ({ path }) => ({ path, value: await device.readAttribute(path) })))
}
