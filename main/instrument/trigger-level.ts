// Volts of the contract to codes of a channel and back: processed value in mV = (raw + offset) * scale.
import type { ChannelState } from '#shared/contract/channels.ts'

type Scaled = Pick<ChannelState, 'scaleMillivolts' | 'offsetCodes'>

export function voltsToCode(volts: number, channel: Scaled): number {
  return (volts * 1e3) / channel.scaleMillivolts - channel.offsetCodes
}

export function codeToVolts(code: number, channel: Scaled): number {
  return ((code + channel.offsetCodes) * channel.scaleMillivolts) / 1e3
}
