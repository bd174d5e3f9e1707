// The contexts of other machines that were added, and their devices that can be captured.
import { probeRemoteContext, type Remote, type RemoteContextDevices } from '#main/drivers/iiod/index.ts'
import type { BlockMemory, IioBus } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { type ErrnoError, fail, say } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { InputDevice } from '../board/input-device.ts'

export interface RemotesParts {
  readonly bus: IioBus
  readonly runtime: Runtime
  readonly heap: BlockMemory
}

/** A stream of a remote device ended by itself. */
export interface RemoteFailure {
  readonly input: InputDevice
  readonly reason: ErrnoError
}

export class Remotes {
  readonly #parts: RemotesParts
  readonly #contexts: RemoteContextDevices[] = []
  /** Each with the device that it is of. */
  readonly #inputs = new Map<InputDevice, Remote>()
  readonly #onFailure = new Emitter<RemoteFailure>()
  #isClosed = false

  constructor(parts: RemotesParts) {
    this.#parts = parts
  }

  /** What can be captured. */
  get inputs(): readonly InputDevice[] {
    return [...this.#inputs.keys()]
  }

  get onFailure(): Event<RemoteFailure> {
    return this.#onFailure
  }

  /**
   * Opens a context and adds its devices.
   * @returns those that can be captured, and the names of all
   * @throws EEXIST it is there already; as {@link probeRemoteContext}
   */
  async add(uri: string): Promise<{ readonly inputs: readonly InputDevice[]; readonly devices: readonly string[] }> {
    if (this.#contexts.some((one) => one.uri === uri)) fail('EEXIST', say`${uri} was added already.`)
    const context = await probeRemoteContext(uri, this.#parts)
    if (this.#isClosed || this.#contexts.some((one) => one.uri === context.uri)) {
      await context.remove()
      fail('EEXIST', say`${context.uri} was added already.`)
    }
    this.#contexts.push(context)
    const inputs: InputDevice[] = []
    for (const remote of context.remotes)
      for (const input of this.#inputOf(remote)) {
        this.#inputs.set(input, remote)
        inputs.push(input)
      }
    return { inputs, devices: context.remotes.map(({ device }) => device.name) }
  }

  /** Connects anew where the device is on another machine and the connection is lost. @throws why it does not work */
  async restore(input: InputDevice): Promise<void> {
    await this.#inputs.get(input)?.link?.retry()
  }

  /** Whether the connection to the machine of this device stands. */
  isUp(input: InputDevice): boolean {
    return this.#inputs.get(input)?.link?.down == null
  }

  /** Takes all of them away. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#inputs.clear()
    this.#onFailure.dispose()
    for (const context of this.#contexts.splice(0)) await context.remove()
  }

  #inputOf({ device, stream, begin }: Remote): readonly InputDevice[] {
    if (stream === null) return []
    const input: InputDevice = {
      device,
      queue: stream,
      // What is missing is told in the blocks.
      slippedMs: 0,
      gapsByClock: true,
      get interrupts() {
        return stream.pieces
      },
      begin,
      // Its buffer does that.
      close: () => undefined,
      flush: () => Promise.resolve(stream.flush()),
    }
    stream.onFailure.on((reason) => this.#onFailure.fire({ input, reason }))
    return [input]
  }
}
