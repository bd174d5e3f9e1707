// `--list`: devices, channels and attributes, as text.

import type { Instrument } from '#main/instrument/index.ts'
import type { DeviceTree } from '#shared/contract/devices.ts'
import { formatScanType } from '#shared/iio/index.ts'

export async function listing(instrument: Instrument): Promise<{ devices: readonly DeviceTree[]; text: string }> {
  const devices = await instrument.handlers.listDevices()
  const state = instrument.state()
  const lines: string[] = []
  for (const device of devices) {
    lines.push(`${device.id}: ${device.name}`)
    const channels = instrument.parts.stack.bus.find(device.id)?.scanElements ?? []
    if (channels.length > 0) lines.push('  channels')
    for (const { id, scanIndex, scanType } of channels)
      lines.push(`    ${id}  scan index ${scanIndex}  ${formatScanType(scanType)}`)
    lines.push('  attributes')
    for (const { path, value, writable, options } of device.attributes) {
      const choices = options === null ? '' : `  [${options.join(' ')}]`
      lines.push(`    ${path} = ${value}${writable ? '' : '  (read-only)'}${choices}`)
    }
  }
  const { blockBytes, blockCount, watermark } = state.buffer
  lines.push('instrument')
  for (const [path, value] of Object.entries({ blockBytes, blockCount, watermark }))
    lines.push(`    ${path} = auto (${value} at this rate)`)
  return { devices, text: lines.join('\n') }
}
