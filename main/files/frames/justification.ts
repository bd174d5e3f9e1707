// Samples of fewer bits than their bytes have room for. The WAV format has them in the upper bits, the lower ones zero.
// Some loggers put them into the lower bits, the upper ones a copy of the sign. The bytes themselves tell which it is.
import { type ByteFile, readPart } from '../byte-file.ts'

interface Packed {
  /** Bytes of one sample. */
  readonly sampleBytes: number
  readonly bigEndian: boolean
  readonly unsigned: boolean
  /** Where the samples are, and how many bytes of them. */
  readonly offset: number
  readonly length: number
  readonly validBits: number
}

const probeBytes = 1 << 16

/** True when the samples that were looked at use low bits that should be zero, and none more than the valid bits hold. */
export function isRightJustified(file: ByteFile, packed: Packed): boolean {
  const { sampleBytes: bytes, bigEndian, unsigned, offset, length, validBits } = packed
  if (bytes > 4 || unsigned) return false
  const unused = bytes * 8 - validBits
  let usesLowBits = false
  for (const at of placesToLook(offset, length, bytes)) {
    const part = readPart(file, at, Math.min(probeBytes, offset + length - at))
    for (let k = 0; k + bytes <= part.length; k += bytes) {
      let word = 0
      for (let i = 0; i < bytes; i++) word = (word << 8) | part[k + (bigEndian ? i : bytes - 1 - i)]!
      const signed = (word << (32 - 8 * bytes)) >> (32 - 8 * bytes)
      if ((signed & ((1 << unused) - 1)) !== 0) usesLowBits = true
      if (signed < -(2 ** (validBits - 1)) || signed >= 2 ** (validBits - 1)) return false
    }
  }
  return usesLowBits
}

/** The begin, the middle and the end of the samples, at whole samples. */
function placesToLook(offset: number, length: number, step: number): number[] {
  const whole = (bytes: number): number => offset + Math.max(0, bytes - (bytes % step))
  return [offset, whole(length / 2 - probeBytes / 2), whole(length - probeBytes)]
}
