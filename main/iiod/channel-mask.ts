// Masks of the protocol: one bit a channel of the device, in the order of the XML, whether it is a scan element or not. Not
// the scan masks of the IIO core, whose bits are scan indexes.

const digitsPerWord = 8
const bitsPerWord = 32

const digitsFor = (channels: number): number => Math.ceil(channels / bitsPerWord) * digitsPerWord

/**
 * Reads a mask: words of 8 hexadecimal digits, the highest first.
 * @param channels of the device
 * @returns places of the channels, ascending; null: wrong length, no digits, no channel, or one that is not there
 */
export function parseMask(text: string, channels: number): readonly number[] | null {
  if (text.length !== digitsFor(channels) || !/^[0-9a-fA-F]+$/.test(text)) return null
  const bits = BigInt(`0x${text}`)
  if (bits === 0n || bits >> BigInt(channels) !== 0n) return null
  return Array.from({ length: channels }, (_, place) => place).filter((place) => ((bits >> BigInt(place)) & 1n) === 1n)
}

/** The mask of the channels at these places. */
export function formatMask(places: readonly number[], channels: number): string {
  const bits = places.reduce((mask, place) => mask | (1n << BigInt(place)), 0n)
  return bits.toString(16).padStart(digitsFor(channels), '0')
}
