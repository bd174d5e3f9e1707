// Forms in which files store samples, and how each becomes a 16-bit code:
//   integers of any width give their upper 16 bits, unsigned ones with mid-scale 0;
//   floating point is full scale at +-1: times 32767, rounded, clamped;
//   A-law and mu-law as ITU-T G.711 says;
//   an IIO scan element with a scale gives its volts, full scale at +-1 V.
import { decodeValue, type ScanType } from '#shared/iio/index.ts'
import { clampCode } from '#shared/screen/codes.ts'

export type SampleForm =
  /** `usedBits`: the sample is in the lower bits of its bytes, so many of them. Otherwise its upper bits are the sample. */
  | {
      readonly kind: 'int'
      readonly bytes: number
      readonly bigEndian: boolean
      readonly unsigned: boolean
      readonly usedBits?: number
    }
  /** `isVolts`: of a converter, whose range is 32768 codes and not 32767. */
  | { readonly kind: 'float'; readonly bytes: 4 | 8; readonly bigEndian: boolean; readonly isVolts?: true }
  | { readonly kind: 'law'; readonly bytes: 1; readonly law: 'A' | 'mu' }
  | {
      readonly kind: 'scan'
      readonly bytes: number
      readonly type: ScanType
      readonly scaleVolts: number
      readonly offset: number
    }

const floatFullScale = 32767

/** Decodes one channel of whole frames; counts what does not fit. */
export class FrameDecoder {
  readonly #form: SampleForm
  readonly #scale: number
  /** Largest magnitude seen, 1 = full scale; only of forms that can be beyond it. */
  peak = 0
  /** Samples that were beyond full scale. */
  clipped = 0
  /** Values that were no numbers, played as 0. */
  invalid = 0

  constructor(form: SampleForm, scale: number) {
    this.#form = form
    this.#scale = scale
  }

  /** `dst[i]` from the sample at `first + i * frameBytes`. */
  decode(frames: Uint8Array, first: number, frameBytes: number, dst: Int16Array): void {
    const form = this.#form
    if (form.kind === 'float' || form.kind === 'scan' || this.#scale !== 1) this.#scaled(frames, first, frameBytes, dst)
    else if (form.kind === 'law') {
      const table = lawTables[form.law]
      for (let i = 0, at = first; i < dst.length; i++, at += frameBytes) dst[i] = table[frames[at]!]!
    } else if (form.usedBits !== undefined) {
      const read = valueReader(form, frames)
      for (let i = 0, at = first; i < dst.length; i++, at += frameBytes) dst[i] = Math.floor(read(at) * 32768)
    } else upperBits(form, frames, first, frameBytes, dst)
  }

  #scaled(frames: Uint8Array, first: number, frameBytes: number, dst: Int16Array): void {
    const read = valueReader(this.#form, frames)
    const form = this.#form
    const gain = this.#scale * (form.kind === 'float' && form.isVolts !== true ? floatFullScale : 32768)
    const highest = gain === floatFullScale ? 1 : 32767.5 / Math.abs(gain)
    let { peak, clipped, invalid } = this
    for (let i = 0, at = first; i < dst.length; i++, at += frameBytes) {
      const value = read(at)
      if (Number.isNaN(value)) {
        invalid++
        dst[i] = 0
        continue
      }
      const magnitude = Math.abs(value)
      if (magnitude > peak) peak = magnitude
      if (magnitude > highest) clipped++
      dst[i] = clampCode(value * gain)
    }
    this.peak = peak
    this.clipped = clipped
    this.invalid = invalid
  }
}

/** The two uppermost bytes, which is all that is played. */
function upperBits(
  { bytes, bigEndian, unsigned }: { bytes: number; bigEndian: boolean; unsigned: boolean },
  frames: Uint8Array,
  first: number,
  frameBytes: number,
  dst: Int16Array,
): void {
  const high = first + (bigEndian ? 0 : bytes - 1)
  const flip = unsigned ? 0x8000 : 0
  if (bytes === 1) {
    for (let i = 0, at = high; i < dst.length; i++, at += frameBytes) dst[i] = (frames[at]! << 8) ^ flip
    return
  }
  const low = bigEndian ? 1 : -1
  for (let i = 0, at = high; i < dst.length; i++, at += frameBytes)
    dst[i] = ((frames[at]! << 8) | frames[at + low]!) ^ flip
}

/** Reads the sample at a place, full scale at +-1. */
function valueReader(form: SampleForm, frames: Uint8Array): (at: number) => number {
  const view = new DataView(frames.buffer, frames.byteOffset, frames.byteLength)
  if (form.kind === 'law') return (at) => lawTables[form.law][frames[at]!]! / 32768
  if (form.kind === 'float')
    return form.bytes === 4
      ? (at) => view.getFloat32(at, !form.bigEndian)
      : (at) => view.getFloat64(at, !form.bigEndian)
  if (form.kind === 'scan') {
    const { type, scaleVolts, offset } = form
    return (at) => (decodeValue(frames, at, type) + offset) * scaleVolts
  }
  const { bytes, bigEndian, unsigned, usedBits } = form
  // The uppermost 32 bits tell more than 16 bits can.
  const read = Math.min(bytes, 4)
  const step = bigEndian ? 1 : -1
  const top = bigEndian ? 0 : bytes - 1
  const shift = 32 - (usedBits ?? 8 * read)
  return (at) => {
    let word = 0
    for (let k = 0, place = at + top; k < read; k++, place += step) word = (word << 8) | frames[place]!
    return unsigned ? ((word << shift) ^ 0x80000000) / 2 ** 31 : (word << shift) / 2 ** 31
  }
}

const lawTables = {
  A: Int16Array.from({ length: 256 }, (_, byte) => aLaw(byte)),
  mu: Int16Array.from({ length: 256 }, (_, byte) => muLaw(byte)),
}

/** ITU-T G.711, table 1: even bits are inverted; a sign, a segment of 3 bits, a step of 4. In 16 bits. */
function aLaw(byte: number): number {
  const bits = byte ^ 0x55
  const segment = (bits >> 4) & 7
  const step = ((bits & 15) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return (bits & 0x80) !== 0 ? magnitude : -magnitude
}

/** ITU-T G.711, table 2: all bits are inverted; a bias of 33 steps. In 16 bits. */
function muLaw(byte: number): number {
  const bits = ~byte & 0xff
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return (bits & 0x80) !== 0 ? -magnitude : magnitude
}
