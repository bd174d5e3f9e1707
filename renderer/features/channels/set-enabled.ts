// A channel that is switched on or off. The device tree shows it too.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { useDevices } from '../../state/devices.ts'

export function setChannelEnabled(channel: ChannelState, enabled: boolean): Promise<void> {
  return useDevices().setCaptured(`${channel.id}/en`, enabled ? '1' : '0')
}
