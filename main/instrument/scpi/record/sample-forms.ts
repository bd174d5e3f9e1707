// In which form samples are sent.

export const sampleForms = ['WORD', 'LONG', 'REAL', 'ASCii', 'BYTE'] as const
export type SampleForm = (typeof sampleForms)[number]

/** The bytes of samples: codes of 8 (those are from 0 to 255 already), 16 or 32 bits, or values of 64 bits. */
export function encodeSamples(
  codes: Float64Array,
  form: Exclude<SampleForm, 'ASCii'>,
  isLittleEndian: boolean,
  inUnit: (code: number) => number,
): Uint8Array {
  const size = { BYTE: 1, WORD: 2, LONG: 4, REAL: 8 }[form]
  const bytes = new Uint8Array(codes.length * size)
  const view = new DataView(bytes.buffer)
  for (let k = 0; k < codes.length; k++) {
    const code = codes[k]!
    if (form === 'BYTE') bytes[k] = code
    else if (form === 'WORD') view.setInt16(2 * k, code, isLittleEndian)
    else if (form === 'LONG') view.setInt32(4 * k, code, isLittleEndian)
    else view.setFloat64(8 * k, inUnit(code), isLittleEndian)
  }
  return bytes
}
