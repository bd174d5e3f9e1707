// Twin of the decoding kernels: one element at a time, by arithmetic on bigints.

export interface ScanElement {
  readonly storageBits: number
  readonly realBits: number
  readonly shift: number
  readonly signed: boolean
  readonly bigEndian: boolean
}

/** The real bits of the element at byte `at`, as an unsigned number. */
function realBitsAt(bytes: Uint8Array, at: number, type: ScanElement): bigint {
  const storage = [...bytes.subarray(at, at + type.storageBits / 8)]
  if (!type.bigEndian) storage.reverse()
  const value = storage.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return BigInt.asUintN(type.realBits, value >> BigInt(type.shift))
}

/** See Kernels.decode16. */
export function decode16(bytes: Uint8Array, at: number, type: ScanElement): number {
  const value = realBitsAt(bytes, at, type)
  const centred = type.signed ? value : value - (1n << BigInt(type.realBits - 1))
  const bits = BigInt(type.realBits)
  const top = bits <= 16n ? centred << (16n - bits) : centred >> (bits - 16n)
  return Number(BigInt.asIntN(16, top))
}

/** See Kernels.decode32. */
export function decode32(bytes: Uint8Array, at: number, type: ScanElement): number {
  const value = realBitsAt(bytes, at, type)
  return Number(BigInt.asIntN(32, type.signed ? BigInt.asIntN(type.realBits, value) : value))
}
