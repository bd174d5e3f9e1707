// Devices, channels and attributes as the wire names them, and where they are on the bus.
import type { AttributeHolder, AttributeTable, IioBus, IioChannel, IioDevice } from '#main/iio/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { AttributePlace } from '../command.ts'
import type { DescribedAttribute } from '../context-xml.ts'

export interface WireAttribute extends DescribedAttribute {
  /** On the bus: `voltage0/scale`. */
  readonly path: string
}

export interface WireChannel {
  readonly channel: IioChannel
  readonly attributes: readonly WireAttribute[]
}

export interface WireDevice {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly holder: AttributeHolder
  /** Null: a trigger. */
  readonly device: IioDevice | null
  /** In the order that masks count. */
  readonly channels: readonly WireChannel[]
  readonly attributes: readonly WireAttribute[]
  readonly bufferAttributes: readonly WireAttribute[]
}

/** Told in the XML by other means, or by calls of the protocol. */
const notOfDevice = new Set(['name', 'label'])
const notOfBuffer = new Set(['length', 'enable'])
export const triggerPath = 'trigger/current_trigger'

/** As strcmp sorts. */
const byName = (a: WireAttribute, b: WireAttribute): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** Every device of the bus by number, and the triggers behind them. */
export function listWireDevices(bus: IioBus): readonly WireDevice[] {
  return [...bus.devices.map(deviceOf), ...bus.triggers.map(triggerOf)]
}

/** By id, name or label. @throws ENODEV */
export function findWireDevice(bus: IioBus, word: string): WireDevice {
  const all = listWireDevices(bus)
  return (
    all.find(({ id }) => id === word) ??
    all.find(({ name }) => name === word) ??
    all.find(({ label }) => label === word) ??
    fail('ENODEV', say`There is no device '${word}'.`)
  )
}

/** All attributes of a place. @throws ENXIO no such channel in that direction */
export function attributesAt(device: WireDevice, place: AttributePlace): readonly WireAttribute[] {
  if (place.kind !== 'channel') {
    if (place.kind === 'device') return device.attributes
    // The simulated devices have no debug attributes.
    return place.kind === 'buffer' ? device.bufferAttributes : []
  }
  const found = device.channels.find(
    ({ channel }) => channel.id === place.channel && channel.direction === place.direction,
  )
  return found?.attributes ?? fail('ENXIO', say`${device.name} has no channel '${place.channel}' in that direction.`)
}

function triggerOf(trigger: AttributeHolder): WireDevice {
  const attributes = trigger
    .listAttributes()
    .map(({ path }) => ({ name: path, path }))
    .filter(({ name }) => !notOfDevice.has(name))
    .sort(byName)
  const { id, name } = trigger
  return { id, name, label: '', holder: trigger, device: null, channels: [], attributes, bufferAttributes: [] }
}

function deviceOf(device: IioDevice): WireDevice {
  const entries = device.listAttributes()
  const inFolder = (folder: string): WireAttribute[] =>
    entries
      .filter(({ path }) => path.startsWith(folder) && !path.slice(folder.length).includes('/'))
      .map(({ path }) => ({ name: path.slice(folder.length), path }))
  return {
    id: device.id,
    name: device.name,
    label: device.label,
    holder: device,
    device,
    channels: inMaskOrder(device.channels).map((channel) => ({
      channel,
      attributes: channelAttributes(device, channel),
    })),
    attributes: inFolder('')
      .filter(({ name }) => !notOfDevice.has(name))
      .sort(byName),
    bufferAttributes: inFolder('buffer0/')
      .filter(({ name }) => !notOfBuffer.has(name) && !isOfScanElement(device, name))
      .sort(byName),
  }
}

/** Scan elements by index, equal ones by shift; then the others as the driver declares them. */
function inMaskOrder(channels: readonly IioChannel[]): readonly IioChannel[] {
  const elements = channels.filter(({ scanIndex }) => scanIndex >= 0)
  const sorted = elements.toSorted((a, b) => a.scanIndex - b.scanIndex || a.scanType.shift - b.scanType.shift)
  return [...sorted, ...channels.filter(({ scanIndex }) => scanIndex < 0)]
}

const isOfScanElement = (device: IioDevice, name: string): boolean =>
  device.channels.some(({ sysfsName }) => ['en', 'index', 'type'].some((what) => name === `${sysfsName}_${what}`))

function channelAttributes(device: IioDevice, channel: IioChannel): WireAttribute[] {
  const own = named(device, channel, channel.attributes, channel.sysfsName)
  const shared = named(device, channel, channel.sharedByType, channel.typeName)
  const names = new Set(own.map(({ name }) => name))
  return [...own, ...shared.filter(({ name }) => !names.has(name))].sort(byName)
}

function named(
  device: IioDevice,
  { id, sysfsName }: IioChannel,
  table: AttributeTable,
  prefix: string,
): WireAttribute[] {
  const entries = device.listAttributes()
  return Object.entries(table).flatMap(([name, attribute]): WireAttribute[] => {
    // An input and an output may have one id: the path with the direction is right for both, the short one is the usual one.
    const isUsual = entries.some((entry) => entry.path === `${id}/${name}` && entry.attribute === attribute)
    const path = isUsual ? `${id}/${name}` : `${sysfsName}/${name}`
    const one = { name, path, filename: `${prefix}_${name}` }
    const hasOptions = attribute.options !== undefined && attribute.hideAvailable !== true
    if (!hasOptions || name.endsWith('_available')) return [one]
    const suffixed = (text: string): string => `${text}_available`
    return [one, { name: suffixed(name), path: suffixed(path), filename: suffixed(one.filename) }]
  })
}
