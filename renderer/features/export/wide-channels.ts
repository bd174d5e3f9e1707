// Channels of which memory keeps less than was converted: what is exported of it says so.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { parseScanType } from '#shared/iio/index.ts'
import { calledName } from '#shared/names.ts'

/** Bits of a code in memory. */
const keptBits = 16

/** A sentence that names those of the enabled channels that have more bits; null: none has. */
export function wideNote(channels: readonly ChannelState[]): string | null {
  const wide = channels.filter(({ enabled, scanType }) => enabled && parseScanType(scanType).realbits > keptBits)
  const [first] = wide
  if (first === undefined) return null
  const names = wide.map(calledName)
  const bits = [...new Set(wide.map(({ scanType }) => parseScanType(scanType).realbits))].join(' and ')
  const who = names.length === 1 ? `${names[0]} has` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)} have`
  return `${who} ${bits} bits; exported from memory they are the upper 16, which the display keeps. A recording has them all.`
}
