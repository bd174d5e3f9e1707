// A channel that is switched on or off. The device tree shows it too.
import type { ChannelState } from '#shared/contract/channels.ts'
import { useDevices } from '../../state/devices.ts'
import { useInstrument } from '../../state/instrument.ts'

export async function setChannelEnabled(channel: ChannelState, enabled: boolean): Promise<void> {
  const instrument = useInstrument()
  const device = instrument.state?.device
  if (device === undefined) return
  await instrument.ask('writeAttribute', { device, path: `${channel.id}/en`, value: enabled ? '1' : '0' })
  await useDevices().refresh()
}
