// `--list`: devices, channels, attributes and the settings of the instrument, as text.

import type { Instrument } from '#main/instrument/index.ts'
import type { BufferState } from '#shared/contract/topics/buffer.ts'
import type { DeviceTree } from '#shared/contract/topics/devices.ts'
import { formatScanType } from '#shared/iio/index.ts'
import { formatParameter } from '#shared/kinds/parameter-text.ts'

const inForceOf = (buffer: BufferState, path: string): unknown =>
  buffer[path.slice('buffer.'.length) as keyof BufferState]

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
  lines.push('instrument')
  const { tree } = instrument.settings
  for (const [path, value] of await instrument.settings.read()) {
    if (path.startsWith('device/')) continue
    const parameter = tree.leaf(path)
    const inForce =
      value === 'auto' && path.startsWith('buffer.') ? ` (${inForceOf(state.buffer, path)} at this rate)` : ''
    const choices = parameter.type === 'choice' ? `  [${parameter.options.join(' ')}]` : ''
    lines.push(`    ${path} = ${formatParameter(parameter, value as never)}${inForce}${choices}`)
  }
  return { devices, text: lines.join('\n') }
}
