// Powers the machine up, from the bottom: hardware thread, DMA controllers, IIO bus, drivers. One of the
// devices that have an input buffer is captured.
import type { BlockQueue } from '#main/capture/index.ts'
import { DmaEngine } from '#main/dmaengine/index.ts'
import type { ChannelSource } from '#main/drivers/gigasample-adc/index.ts'
import { FileLoader } from '#main/files/index.ts'
import { IioBus, type IioDevice } from '#main/iio/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { FileIdentity, FindFile } from '#main/runtime/found-file.ts'
import { StreamTable } from '#main/streams/index.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { type Teardown, wholeOrNot } from '#shared/teardown.ts'
import { Remotes } from '../remote/remotes.ts'
import { bootEmulated, type Emulated } from './emulated.ts'
import { Gigasample } from './gigasample.ts'
import { findInput, type InputDevice } from './input-device.ts'
import { Machine } from './machine.ts'

export interface StackOptions {
  readonly heap: CoherentHeap
  readonly kernelModule: WebAssembly.Module
  readonly seed: number
  readonly runtime: Runtime
  /** Finds the files that sources name. */
  readonly findFile: FindFile
}

interface StackParts {
  readonly runtime: Runtime
  readonly heap: CoherentHeap
  readonly kernelModule: WebAssembly.Module
  readonly onFailure: Event<string>
  readonly bus: IioBus
  readonly machine: Machine
  readonly files: FileLoader
  readonly streams: StreamTable
  readonly gigasample: Gigasample
  readonly emulated: Emulated
  readonly remotes: Remotes
  /** Of all of these. */
  readonly teardown: Teardown
}

export class Stack {
  readonly runtime: Runtime
  readonly heap: CoherentHeap
  readonly kernelModule: WebAssembly.Module
  /** The hardware's thread ended by itself; the sentence says why. */
  readonly onFailure: Event<string>
  readonly bus: IioBus
  readonly gigasample: Gigasample
  /** Devices of other machines. */
  readonly remotes: Remotes
  readonly #parts: StackParts
  #input: InputDevice

  constructor(parts: StackParts) {
    this.#parts = parts
    this.runtime = parts.runtime
    this.heap = parts.heap
    this.kernelModule = parts.kernelModule
    this.onFailure = parts.onFailure
    this.bus = parts.bus
    this.gigasample = parts.gigasample
    this.remotes = parts.remotes
    this.#input = parts.gigasample.input
  }

  /** Reads files, one at a time. */
  get loader(): Pick<FileLoader, 'load'> {
    return this.#parts.files
  }

  /** What can be captured: the devices that are there and have an input buffer. */
  get inputs(): readonly InputDevice[] {
    return [this.gigasample.input, ...this.#parts.emulated.inputs, ...this.remotes.inputs].filter(
      ({ device }) => !device.isGone,
    )
  }

  /** What is captured. */
  get input(): InputDevice {
    return this.#input
  }

  /** The device that is captured; another one after {@link select} and {@link replug}. */
  get device(): IioDevice {
    return this.#input.device
  }

  /** Its buffer, as the hub reads it. */
  get queue(): BlockQueue {
    return this.#input.queue
  }

  /** What can be captured and has that id or name. @throws EINVAL with what there is */
  find(idOrName: string): InputDevice {
    return findInput(this.inputs, idOrName)
  }

  /** From now on this one is captured. The one before must not be captured any more. */
  select(input: InputDevice): void {
    this.#input = input
  }

  /** What feeds the channels of the captured device, by scan index; empty: nothing that is known. */
  get sources(): readonly ChannelSource[] {
    return this.#input === this.gigasample.input ? this.gigasample.adc.sources : []
  }

  /** Files that are played. */
  get played(): readonly FileIdentity[] {
    return this.gigasample.played
  }

  /** Streams that channels convert. */
  get streams(): Pick<StreamTable, 'states' | 'onChange' | 'onDry'> {
    return this.#parts.streams
  }

  /** How far a file is read that a channel will play has changed. */
  get onLoad(): Event<void> {
    return this.gigasample.onLoad
  }

  /** The gigasample ADC goes away, whatever it is doing. Harmless when it is away. */
  unplug(): Promise<void> {
    return this.gigasample.unplug()
  }

  /** It comes back, with the settings it had. Harmless when it is there. @throws what its driver's probe throws */
  replug(): Promise<void> {
    return this.gigasample.replug()
  }

  /**
   * Powers hardware up anew whose thread has ended, and binds its devices again, with the settings they had. Harmless when
   * it runs. A connection to the machine of the captured device that was lost is made anew.
   * @throws EIO when the thread does not start; a setting that is refused now, after the others are made; why there is no connection
   */
  async restore(): Promise<void> {
    await this.gigasample.restore()
    await this.remotes.restore(this.#input)
  }

  /** Takes everything down again, from the top. */
  async close(): Promise<void> {
    await this.#parts.teardown.run()
  }
}

/** @throws EIO when the hardware thread does not start; what a driver's probe throws. Then nothing is left. */
export function bootStack(options: StackOptions): Promise<Stack> {
  return wholeOrNot(async (teardown) => {
    const { heap, kernelModule, runtime, seed, findFile } = options
    const engine = new DmaEngine()
    const onFailure = new Emitter<string>()
    const machine = new Machine({ heap, kernelModule, engine, deferred: runtime.deferred, onFailure })
    teardown.add(() => machine.powerDown())
    await machine.powerUp()
    const files = new FileLoader(heap)
    teardown.add(() => files.stop())
    const streams = new StreamTable(heap)
    teardown.add(() => streams.stop())
    const bus = new IioBus()
    const gigasample = await Gigasample.boot({ bus, engine, machine, heap, files, streams, runtime, seed, findFile })
    teardown.add(() => gigasample.close())
    const emulated = await bootEmulated({ bus, runtime, heap })
    teardown.add(() => emulated.close())
    const remotes = new Remotes({ bus, runtime, heap })
    teardown.add(() => remotes.close())
    return new Stack({
      runtime,
      heap,
      kernelModule,
      onFailure,
      bus,
      machine,
      files,
      streams,
      gigasample,
      emulated,
      remotes,
      teardown,
    })
  })
}
