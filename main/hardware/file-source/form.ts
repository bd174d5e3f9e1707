// Forms in which a file holds samples, and how each becomes a 16-bit code:
//   s16 unchanged; u8 (WAV's 8 bits, mid-scale 128) becomes the upper byte; s24 and s32 lose their lower bits;
//   floating point is full scale at +-1: times 32767, rounded, clamped.
export type SampleForm = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64'

type ToCode = (bytes: Buffer, at: number) => number

const toCode: Record<SampleForm, ToCode> = {
  u8: (bytes, at) => (bytes[at]! - 128) << 8,
  s16: (bytes, at) => bytes.readInt16LE(at),
  s24: (bytes, at) => bytes.readInt16LE(at + 1),
  s32: (bytes, at) => bytes.readInt16LE(at + 2),
  f32: (bytes, at) => floatToCode(bytes.readFloatLE(at)),
  f64: (bytes, at) => floatToCode(bytes.readDoubleLE(at)),
}

/** NaN becomes 0. */
export function floatToCode(value: number): number {
  return Math.max(-32768, Math.min(32767, Math.round((Number.isNaN(value) ? 0 : value) * 32767)))
}

/** Decodes one channel of whole frames: `dst[i]` from the sample at `first + i * frameBytes`. */
export function decodeSamples(
  form: SampleForm,
  frames: Buffer,
  first: number,
  frameBytes: number,
  dst: Int16Array,
): void {
  const decode = toCode[form]
  for (let index = 0, at = first; index < dst.length; index++, at += frameBytes) dst[index] = decode(frames, at)
}

export const formBytes: Record<SampleForm, number> = { u8: 1, s16: 2, s24: 3, s32: 4, f32: 4, f64: 8 }
