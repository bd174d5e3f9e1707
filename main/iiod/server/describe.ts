// The context of a board: what PRINT answers.
import type { DescribedChannel, DescribedContext, DescribedDevice } from '../context-xml.ts'
import { formatScanElement } from '../scan-format.ts'
import { listWireDevices, type WireChannel, type WireDevice } from './directory.ts'
import type { IiodHost } from './host.ts'

/** The protocol is that of this libiio; the tag is what its clients show. */
export const protocolVersion = { major: 0, minor: 24, git: 'v0.24' } as const

export async function describeContext(host: IiodHost): Promise<DescribedContext> {
  const devices = await Promise.all(listWireDevices(host.bus).map((device) => describeDevice(host, device)))
  const { description, attributes } = host
  return { name: 'local', version: protocolVersion, description, attributes, devices }
}

async function describeDevice(host: IiodHost, wire: WireDevice): Promise<DescribedDevice> {
  const { id, name, label, attributes, bufferAttributes } = wire
  const channels = await Promise.all(wire.channels.map((channel) => describeChannel(host, wire, channel)))
  return { id, name, label, channels, attributes, debugAttributes: [], bufferAttributes }
}

async function describeChannel(host: IiodHost, wire: WireDevice, { channel, attributes }: WireChannel) {
  const { id, direction, scanIndex, scanType } = channel
  const described = { id, type: direction === 'in' ? 'input' : 'output', attributes } as const
  if (scanIndex < 0) return described satisfies DescribedChannel
  const scale = await scaleOf(host, wire, attributes)
  const scan = { index: scanIndex, format: formatScanElement(scanType), ...(scale !== null && { scale }) }
  return { ...described, scan } satisfies DescribedChannel
}

/** For information only: one that cannot be read is left out. */
async function scaleOf(
  host: IiodHost,
  wire: WireDevice,
  attributes: WireChannel['attributes'],
): Promise<number | null> {
  const found = attributes.find(({ name }) => name === 'scale')
  if (found === undefined) return null
  const value = Number(await host.readAttribute(wire.holder, found.path).catch(() => 'none'))
  return Number.isFinite(value) ? value : null
}
