// All attributes of a device by path. A path may be libiio's (`voltage0/scale`) or sysfs's (`in_voltage0_scale`).
import { fail, say } from '#shared/errors.ts'
import { bufferAttributes, scanElementAttributes } from '../buffer-attributes.ts'
import { type Attribute, type AttributeEntry, isReadOnly } from './attribute.ts'
import { deviceAttributes } from './device-attributes.ts'
import type { DeviceState } from './device-state.ts'

export class AttributeTree {
  readonly entries: AttributeEntry[] = []
  readonly #device: DeviceState
  readonly #byPath = new Map<string, AttributeEntry>()

  constructor(device: DeviceState) {
    this.#device = device
    for (const [name, attribute] of Object.entries(deviceAttributes(device))) this.#add(attribute, [name])
    for (const channel of device.channels) {
      for (const [name, attribute] of Object.entries(channel.sharedByType))
        this.#add(attribute, [
          `${channel.id}/${name}`,
          `${channel.sysfsName}/${name}`,
          `${channel.typeName}_${name}`,
          `${channel.sysfsName}_${name}`,
        ])
      for (const [name, attribute] of Object.entries(channel.attributes))
        this.#add(attribute, [`${channel.id}/${name}`, `${channel.sysfsName}/${name}`, `${channel.sysfsName}_${name}`])
    }
    for (const buffer of device.buffers) {
      const folder = `buffer${buffer.index}`
      const isLegacy = buffer.index === 0
      for (const [name, attribute] of Object.entries(bufferAttributes(device, buffer)))
        this.#add(attribute, [`${folder}/${name}`, ...(isLegacy ? [`buffer/${name}`] : [])])
      for (const { channel, name, attribute } of scanElementAttributes(device, buffer)) {
        const file = `${channel.sysfsName}_${name}`
        const mirrors = isLegacy
          ? [
              `scan_elements/${file}`,
              `${channel.id}/${name}`,
              `${channel.sysfsName}/${name}`,
              `${folder}/${channel.id}_${name}`,
            ]
          : []
        const canonical = isLegacy ? `${channel.id}/${name}` : `${folder}/${file}`
        this.#add(attribute, [canonical, `${folder}/${file}`, ...mirrors])
      }
    }
  }

  /** @throws ENODEV device gone; ENOENT no such path. */
  find(path: string): AttributeEntry {
    if (this.#device.isGone) fail('ENODEV', say`${this.#device.name} is gone.`)
    return this.#byPath.get(path) ?? fail('ENOENT', say`${this.#device.name} has no attribute '${path}'.`)
  }

  #add(attribute: Attribute, paths: readonly string[]): void {
    // An input and an output may have the same id: the second one is listed under its sysfs name.
    const free = paths.filter((path) => !this.#byPath.has(path))
    const canonical = free[0]
    if (canonical === undefined) return
    const entry: AttributeEntry = {
      path: canonical,
      get writable() {
        return !isReadOnly(attribute)
      },
      get options() {
        return attribute.options?.() ?? null
      },
      attribute,
    }
    this.entries.push(entry)
    for (const path of free) this.#byPath.set(path, entry)
    if (attribute.options && !attribute.hideAvailable && !canonical.endsWith('_available')) {
      const available: Attribute = { show: () => attribute.options!().join(' ') }
      this.#add(
        available,
        paths.map((path) => `${path}_available`),
      )
    }
  }
}
