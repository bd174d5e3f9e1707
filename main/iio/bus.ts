// The bus: devices that are there, by id and name, and triggers by name. Announces what comes and goes.
import { fail, say } from '#shared/errors.ts'
import { checkScanType } from '#shared/iio/index.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { AttributeHolder } from './device/attribute-holder.ts'
import type { IioDevice } from './device/device.ts'
import { mode } from './device/modes.ts'
import { disableEverything } from './enable/transaction.ts'
import type { IioTrigger } from './trigger/trigger.ts'

export class IioBus {
  readonly #devices = new Map<string, IioDevice>()
  readonly #triggers = new Map<string, IioTrigger>()
  readonly #change = new Emitter<void>()
  readonly #write = new Emitter<void>()
  #revision = 0

  /** Registered devices, by number. */
  get devices(): readonly IioDevice[] {
    return [...this.#devices.values()].sort((a, b) => numberOf(a.id) - numberOf(b.id))
  }

  get triggers(): readonly IioTrigger[] {
    return [...this.#triggers.values()]
  }

  /** A device or a trigger came or went. */
  get onChange(): Event<void> {
    return this.#change
  }

  /** Grows when a device or a trigger comes or goes, and with every attribute of one that is written. */
  get revision(): number {
    return this.#revision
  }

  /** An attribute of a device or a trigger was written, by whomever. */
  get onWrite(): Event<void> {
    return this.#write
  }

  find(idOrName: string): IioDevice | undefined {
    return this.#devices.get(idOrName) ?? this.devices.find((device) => device.name === idOrName)
  }

  /** A device, or else a trigger: whatever has attributes. */
  findHolder(idOrName: string): AttributeHolder | undefined {
    return this.find(idOrName) ?? this.triggers.find(({ id, name }) => id === idOrName || name === idOrName)
  }

  findTrigger(name: string): IioTrigger | undefined {
    return this.#triggers.get(name)
  }

  /**
   * Makes `device` visible under the lowest free id.
   * @throws EINVAL two channels share a scan index, or a scan type does not fit its storage; EBUSY registered already.
   */
  async register(device: IioDevice): Promise<void> {
    if (device.bus !== null) fail('EBUSY', say`${device.name} is registered already.`)
    checkChannels(device)
    let number = 0
    while (this.#devices.has(`iio:device${number}`)) number++
    device.id = `iio:device${number}`
    device.bus = this
    device.onWritten = () => this.#written()
    this.#devices.set(device.id, device)
    this.#changed()
  }

  /**
   * Takes `device` away: no new opens, all buffers disabled, sleepers woken (they see ENODEV). The driver then frees its
   * buffers. A device that is not on this bus: nothing happens.
   */
  async unregister(device: IioDevice): Promise<void> {
    if (this.#devices.get(device.id) !== device) return
    this.#devices.delete(device.id)
    await device.existenceLock.run(async () => {
      await device.deviceLock.run(() => disableEverything(device))
      device.info = null
      device.trigger = null
      device.eventQueue.wake()
      for (const buffer of device.buffers) buffer.waitQueue.wake()
    })
    this.#changed()
  }

  /** Makes `trigger` visible under the lowest free id. @throws EEXIST when a trigger of this name is registered. */
  registerTrigger(trigger: IioTrigger): void {
    if (this.#triggers.has(trigger.name)) fail('EEXIST', say`There is a trigger named ${trigger.name} already.`)
    let number = 0
    while (this.triggers.some(({ id }) => id === `trigger${number}`)) number++
    trigger.id = `trigger${number}`
    trigger.isGone = false
    trigger.onWritten = () => this.#written()
    this.#triggers.set(trigger.name, trigger)
    this.#changed()
  }

  unregisterTrigger(trigger: IioTrigger): void {
    if (this.#triggers.get(trigger.name) !== trigger) return
    this.#triggers.delete(trigger.name)
    trigger.isGone = true
    this.#changed()
  }

  #changed(): void {
    this.#revision++
    this.#change.fire()
  }

  #written(): void {
    this.#revision++
    this.#write.fire()
  }
}

const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0])

const anyBuffer = mode.bufferTriggered | mode.bufferSoftware | mode.bufferHardware

function checkChannels(device: IioDevice): void {
  const taken = new Map<number, string>()
  for (const channel of device.channels) {
    if (channel.scanIndex < 0) continue
    checkScanType(channel.scanType)
    const other = taken.get(channel.scanIndex)
    // Without a buffer a scan index is a number like any other.
    if (other !== undefined && (device.modes & anyBuffer) !== 0)
      fail('EINVAL', say`${other} and ${channel.sysfsName} of ${device.name} share scan index ${channel.scanIndex}.`)
    taken.set(channel.scanIndex, channel.sysfsName)
  }
}
