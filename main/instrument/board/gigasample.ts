// The gigasample converters on the simulated hardware: they are probed when it is powered up, go when it goes, and come
// back with the settings they had.
import { axiDmacChannelName, type DmaEngine } from '#main/dmaengine/index.ts'
import {
  type ChannelSource,
  type GigasampleAdc,
  gigasampleName,
  probeGigasampleAdc,
} from '#main/drivers/gigasample-adc/index.ts'
import { type GigasampleDac, gigadacName, probeGigasampleDac } from '#main/drivers/gigasample-dac/index.ts'
import type { FileLoader } from '#main/files/index.ts'
import type { IioBus, IioDevice } from '#main/iio/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { FileIdentity, FindFile } from '#main/runtime/found-file.ts'
import type { StreamTable } from '#main/streams/index.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { wholeOrNot } from '#shared/teardown.ts'
import type { InputDevice } from './input-device.ts'
import { readSettings, type Setting, writeSettings } from './kept-settings.ts'
import { controllers, type Machine } from './machine.ts'

export interface GigasampleParts {
  readonly bus: IioBus
  readonly engine: DmaEngine
  readonly machine: Machine
  readonly heap: CoherentHeap
  readonly files: FileLoader
  readonly streams: StreamTable
  readonly runtime: Runtime
  readonly seed: number
  readonly findFile: FindFile
}

const outputAtPowerUp: readonly Setting[] = [
  { path: 'sampling_frequency', value: '1000000000' },
  { path: 'voltage0/source', value: 'triangle' },
  { path: 'voltage1/source', value: 'sine' },
]

export class Gigasample {
  /** The ADC, as it is now. */
  readonly input: InputDevice
  readonly #parts: GigasampleParts
  readonly #onLoad = new Emitter<void>()
  #adc: GigasampleAdc
  #dac: GigasampleDac
  #kept: { readonly adc: readonly Setting[]; readonly dac: readonly Setting[] } = { adc: [], dac: [] }

  private constructor(parts: GigasampleParts, adc: GigasampleAdc, dac: GigasampleDac) {
    this.#parts = parts
    this.#adc = adc
    this.#dac = dac
    this.#hear(this.#sources)
    parts.streams.onChange.on(() => this.#onLoad.fire())
    const now = (): GigasampleAdc => this.#adc
    this.input = {
      get device(): IioDevice {
        return now().device
      },
      get queue() {
        return now().buffer
      },
      get slippedMs() {
        return now().slippedMs
      },
      get waitedMs() {
        return now().waitedMs
      },
      get interrupts() {
        return parts.machine.isUp ? parts.machine.hardware.interruptCount : 0
      },
      begin: () => undefined,
      // Its buffer does that.
      close: () => undefined,
      flush: () => now().flush(),
    }
  }

  /** The machine must be up. @throws what the drivers' probes throw; then neither is there */
  static async boot(parts: GigasampleParts): Promise<Gigasample> {
    const { engine } = parts
    engine.link({ consumer: gigasampleName, name: 'rx', provider: controllers.input, channel: axiDmacChannelName })
    engine.link({ consumer: gigadacName, name: 'tx', provider: controllers.output, channel: axiDmacChannelName })
    return wholeOrNot(async (teardown) => {
      const adc = await probeAdc(parts)
      teardown.add(() => adc.remove())
      const dac = await probeDac(parts)
      teardown.add(() => dac.remove())
      // What loops back is a signal, and not a flat line, as soon as it is chosen; at the rate of the ADC it is exact.
      await writeSettings(dac.device, outputAtPowerUp)
      return new Gigasample(parts, adc, dac)
    })
  }

  get adc(): GigasampleAdc {
    return this.#adc
  }

  get dac(): GigasampleDac {
    return this.#dac
  }

  /** How far a file is read that a channel will play, or how a stream stands, has changed. */
  get onLoad(): Event<void> {
    return this.#onLoad
  }

  /** Files that are played. */
  get played(): readonly FileIdentity[] {
    return this.#sources.map((source) => source.played).filter((file) => file !== null)
  }

  /** The ADC goes away, whatever it is doing. Harmless when it is away. */
  async unplug(): Promise<void> {
    if (this.#adc.device.isGone) return
    this.#kept = { ...this.#kept, adc: await readSettings(this.#adc.device) }
    await this.#adc.remove()
  }

  /** It comes back, with the settings it had. Harmless when it is there. @throws what its driver's probe throws */
  async replug(): Promise<void> {
    if (!this.#adc.device.isGone) return
    this.#adc = await probeAdc(this.#parts)
    this.#hear(this.#adc.sources)
    await writeSettings(this.#adc.device, this.#kept.adc)
  }

  /** Powers hardware up anew whose thread has ended. Harmless when it runs. @throws as {@link replug}; EIO */
  async restore(): Promise<void> {
    const { machine } = this.#parts
    if (machine.isUp) return
    await this.unplug()
    if (!this.#dac.device.isGone) {
      this.#kept = { ...this.#kept, dac: await readSettings(this.#dac.device) }
      await this.#dac.remove()
    }
    await machine.powerDown()
    await machine.powerUp()
    await this.replug()
    this.#dac = await probeDac(this.#parts)
    this.#hear(this.#dac.sources)
    await writeSettings(this.#dac.device, this.#kept.dac)
  }

  /** Takes both away for good. */
  async close(): Promise<void> {
    try {
      if (!this.#adc.device.isGone) await this.#adc.remove()
    } finally {
      if (!this.#dac.device.isGone) await this.#dac.remove()
    }
  }

  get #sources(): readonly ChannelSource[] {
    return [...this.#adc.sources, ...this.#dac.sources]
  }

  #hear(sources: readonly ChannelSource[]): void {
    for (const source of sources) source.onLoad.on(() => this.#onLoad.fire())
  }
}

function probeAdc({ machine, ...parts }: GigasampleParts): Promise<GigasampleAdc> {
  return probeGigasampleAdc({ ...parts, hardware: machine.hardware })
}

function probeDac({ machine, ...parts }: GigasampleParts): Promise<GigasampleDac> {
  return probeGigasampleDac({ ...parts, hardware: machine.hardware })
}
