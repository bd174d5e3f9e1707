// The attributes of all devices and triggers that can be written, as `device/NAME/PATH`. Their texts are checked by who owns them. Which
// attributes are settings, `../board/kept-settings.ts` says.
import type { AttributeEntry, AttributeHolder, IioBus } from '#main/iio/index.ts'
import { errnoOf } from '#shared/errors.ts'
import type { Text } from '#shared/kinds/parameter.ts'
import { isDeviceSetting } from '../../board/kept-settings.ts'
import type { Acquisition } from '../../control/acquisition.ts'
import type { AttributeWrite } from '../../control/acquisition-parts.ts'
import type { Branch, Prepared, Values } from './branch.ts'

/** A page, as in sysfs. */
const mostLength = 4096
const root = 'device/'

interface DeviceLeaf {
  readonly device: AttributeHolder
  readonly path: string
  readonly attribute: AttributeEntry['attribute']
}

/** Attributes of one channel are written one after the other; a channel is switched on before another is switched off. */
function rank(path: string, value: unknown): number {
  return !/[/_]en$/.test(path) ? 0 : value === '1' ? 1 : 2
}

export class DeviceBranch implements Branch {
  readonly isOfDevices = true
  readonly #bus: IioBus
  readonly #acquisition: Acquisition
  /** Reads what the instrument knows of the captured device again. */
  readonly #refresh: () => Promise<void>

  constructor(bus: IioBus, acquisition: Acquisition, refresh: () => Promise<void>) {
    this.#bus = bus
    this.#acquisition = acquisition
    this.#refresh = refresh
  }

  #pathOf(device: AttributeHolder, attribute: string): string {
    return `${root}${this.#nameOf(device)}/${attribute}`
  }

  leaves(): ReadonlyMap<string, Text> {
    return new Map([...this.#all().keys()].map((path) => [path, { type: 'text', name: path, mostLength, default: '' }]))
  }

  async read(): Promise<Values> {
    const values = new Map<string, string>()
    const all = [...this.#all()]
    // At once: each may have its way to another machine.
    const read = await Promise.allSettled(all.map(([, { device, path }]) => device.readAttribute(path)))
    for (const [k, [leaf, { device, attribute }]] of all.entries()) {
      const one = read[k]!
      if (one.status === 'fulfilled') values.set(leaf, one.value)
      // What cannot be read now (while capturing, or of a device that just went, or is far away) is no setting now.
      else if (errnoOf(one.reason) !== 'EBUSY' && !device.isGone && attribute.isRemote !== true) throw one.reason
    }
    return values
  }

  slow(values: Values): Values {
    const all = this.#all()
    return new Map(
      [...values].filter(([leaf, value]) => {
        const { device, path } = all.get(leaf)!
        return device.isSlowWrite(path, String(value))
      }),
    )
  }

  async prepare(values: Values): Promise<Prepared> {
    const all = this.#all()
    const writes: AttributeWrite[] = []
    const discard = (): void => {
      for (const write of writes) write.discard()
    }
    try {
      for (const [leaf, value] of [...values].toSorted(([a, x], [b, y]) => rank(a, x) - rank(b, y))) {
        const { device, path } = all.get(leaf)!
        writes.push(await this.#acquisition.prepareAttribute(device.id, path, String(value)))
      }
    } catch (thrown) {
      discard()
      throw thrown
    }
    const apply = async (): Promise<void> => {
      try {
        for (const write of writes) await write.carryOut()
      } finally {
        await this.#refresh()
      }
    }
    return { apply, discard }
  }

  get #holders(): readonly AttributeHolder[] {
    return [...this.#bus.triggers, ...this.#bus.devices]
  }

  /** In the order in which the devices list them. */
  #all(): ReadonlyMap<string, DeviceLeaf> {
    const holders = this.#holders.filter((holder) => !holder.isGone)
    return new Map(
      holders.flatMap((device) =>
        device
          .listAttributes()
          .filter(isDeviceSetting)
          .map(({ path, attribute }) => [this.#pathOf(device, path), { device, path, attribute }] as const),
      ),
    )
  }

  /** Its name, or its id where two devices have one name. */
  #nameOf(device: AttributeHolder): string {
    return this.#holders.some((other) => other !== device && other.name === device.name) ? device.id : device.name
  }
}
