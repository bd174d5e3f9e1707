// Codes of the stream and the volts they stand for. A stream's samples are int16: that is the converter's whole range.
import type { ChannelState } from '../contract/topics/channels.ts'

/** The lowest and the highest code; a sample that has one of them may have been beyond the range. */
export const minCode = -32768
export const maxCode = 32767

type Scaled = Pick<ChannelState, 'scaleMillivolts' | 'offsetCodes'>

/** The nearest code there is. */
export function clampCode(code: number): number {
  // A little below 0 is rounded to -0; 0 is added to make it the code 0.
  return Math.max(minCode, Math.min(maxCode, Math.round(code))) + 0
}

/** Volts of a code: the processed value in mV is (raw + offset) * scale, as IIO has it. */
export function codeToVolts(code: number, { scaleMillivolts, offsetCodes }: Scaled): number {
  return ((code + offsetCodes) * scaleMillivolts) / 1000
}

/** The code of a voltage, with its fraction; it may lie outside the range. */
export function voltsToCode(volts: number, { scaleMillivolts, offsetCodes }: Scaled): number {
  return (volts * 1000) / scaleMillivolts - offsetCodes
}

/** The voltages of two codes, the lower one first: a negative scale turns a channel over. */
export function voltsBetween(
  one: number,
  other: number,
  channel: Scaled,
): { readonly low: number; readonly high: number } {
  const [a, b] = [codeToVolts(one, channel), codeToVolts(other, channel)]
  return { low: Math.min(a, b), high: Math.max(a, b) }
}

/** The voltages at the ends of a channel's range. */
export function fullScale(channel: Scaled): { readonly low: number; readonly high: number } {
  return voltsBetween(minCode, maxCode, channel)
}
