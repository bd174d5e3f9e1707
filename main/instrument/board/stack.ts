// Powers the machine up, from the bottom: memory, kernels, hardware thread, DMA controller, IIO bus, driver.
import { type AxiDmac, axiDmacChannelName, DmaEngine, probeAxiDmac } from '#main/dmaengine/index.ts'
import { type GigasampleAdc, gigasampleName, probeGigasampleAdc } from '#main/drivers/gigasample-adc/index.ts'
import { FileLoader } from '#main/files/index.ts'
import { Hardware } from '#main/hardware/index.ts'
import { type DmaBufferQueue, IioBus, type IioDevice } from '#main/iio/index.ts'
import { loadKernelModule } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { FileIdentity, FindFile } from '#main/runtime/found-file.ts'
import { fail } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'

const controllerName = 'axi-dmac0'

export interface StackOptions {
  readonly heapBytes: number
  readonly seed: number
  readonly runtime: Runtime
  /** Finds the files that sources name. */
  readonly findFile: FindFile
}

export interface Stack {
  readonly runtime: Runtime
  readonly heap: CoherentHeap
  readonly kernelModule: WebAssembly.Module
  /** The hardware's thread ended by itself; the sentence says why. */
  readonly onFailure: Event<string>
  readonly bus: IioBus
  /** The device the instrument captures, and its DMA buffer; other ones after {@link replug}. */
  readonly device: IioDevice
  readonly queue: DmaBufferQueue
  /** Files that its channels play. */
  readonly played: readonly FileIdentity[]
  /** How far a file is read that a channel will play has changed. */
  readonly onLoad: Event<void>
  /** By so much the converter's clock fell behind, ms; and the end of the block that is being filled: see the driver. */
  readonly slippedMs: number
  flush(): Promise<void>
  /** Its signal sources, by channel number. */
  readonly sources: GigasampleAdc['sources']
  /** The device goes away, whatever it is doing. Harmless when it is away. */
  unplug(): Promise<void>
  /** It comes back, with the settings it had. Harmless when it is there. @throws what its driver's probe throws */
  replug(): Promise<void>
  /**
   * Powers hardware up anew whose thread has ended, and binds its device again, with the settings it had. Harmless when
   * it runs. @throws EIO when the thread does not start; a setting that is refused now, after the others are made
   */
  restore(): Promise<void>
  /** Takes everything down again, from the top. */
  close(): Promise<void>
}

/** @throws ENOMEM for the heap; EIO when the hardware thread does not start. */
export async function bootStack(options: StackOptions): Promise<Stack> {
  const { runtime, seed, findFile } = options
  const heap = new CoherentHeap({ bytes: options.heapBytes })
  const kernelModule = await loadKernelModule()
  const engine = new DmaEngine()
  engine.link({ consumer: gigasampleName, name: 'rx', provider: controllerName, channel: axiDmacChannelName })
  const onFailure = new Emitter<string>()
  const machine = new Machine({ heap, kernelModule, engine, deferred: runtime.deferred, onFailure })
  await machine.powerUp()
  const files = new FileLoader(heap)
  const onLoad = new Emitter<void>()
  try {
    const bus = new IioBus()
    const probe = (): Promise<GigasampleAdc> =>
      probeGigasampleAdc({ bus, engine, hardware: machine.hardware, heap, files, runtime, seed, findFile }).then(
        (found) => {
          for (const source of found.sources) source.onLoad.on(() => onLoad.fire())
          return found
        },
      )
    let adc = await probe()
    let kept: readonly Setting[] = []
    const stack: Stack = {
      runtime,
      heap,
      kernelModule,
      onFailure,
      bus,
      get device() {
        return adc.device
      },
      get queue() {
        return adc.buffer
      },
      onLoad,
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
        await writeSettings(adc.device, kept)
      },
      async restore(): Promise<void> {
        if (machine.isUp) return
        await stack.unplug()
        await machine.powerDown()
        await machine.powerUp()
        await stack.replug()
      },
      async close(): Promise<void> {
        try {
          if (!adc.device.isGone) await adc.remove()
        } finally {
          await files.stop()
          await machine.powerDown()
        }
      },
    }
    return stack
  } catch (thrown) {
    await machine.powerDown()
    throw thrown
  }
}

interface MachineParts {
  readonly heap: CoherentHeap
  readonly kernelModule: WebAssembly.Module
  readonly engine: DmaEngine
  readonly deferred: Runtime['deferred']
  readonly onFailure: Emitter<string>
}

/** The hardware and its DMA controller, which are there together, or not at all. */
class Machine {
  readonly #parts: MachineParts
  #now: { readonly hardware: Hardware; readonly controller: AxiDmac } | null = null

  constructor(parts: MachineParts) {
    this.#parts = parts
  }

  get isUp(): boolean {
    return this.#now !== null && !this.#now.hardware.isGone
  }

  get hardware(): Hardware {
    return this.#now?.hardware ?? fail('ENODEV', 'The hardware is not there.')
  }

  /** @throws EIO when the thread does not start; ENOMEM */
  async powerUp(): Promise<void> {
    const { heap, kernelModule, engine, deferred, onFailure } = this.#parts
    const hardware = await Hardware.start({ heap, kernelModule })
    // The controller hears of a failure first: what the hardware had finished is then complete.
    this.#now = { hardware, controller: probeAxiDmac({ engine, hardware, deferred, name: controllerName }) }
    hardware.onFailure.on((reason) => onFailure.fire(reason))
  }

  /** Its device must be gone. Harmless when it is down. */
  async powerDown(): Promise<void> {
    const now = this.#now
    this.#now = null
    try {
      now?.controller.remove()
    } finally {
      await now?.hardware.stop()
    }
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

/** @throws what one of them is refused with (a file that is not there any more), when the others are made */
async function writeSettings(device: IioDevice, settings: readonly Setting[]): Promise<void> {
  const made = []
  for (const { path, value } of settings) made.push(...(await Promise.allSettled([device.writeAttribute(path, value)])))
  for (const one of made) if (one.status === 'rejected') throw one.reason
}
