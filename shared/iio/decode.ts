// From bytes to values and back, for any scan type. Exact: a value that may exceed 53 bits is a bigint.
import { fail, say } from '../errors.ts'
import type { ScanType } from './scan-type.ts'

/** Bits beyond which a value is a bigint. */
const exactBits = 53

/**
 * The values of one element at `offset`: storage bits in the type's byte order, shifted right, masked to the real
 * bits, sign-extended. One value per repeat.
 * @throws EFAULT when the element reaches past the end of `bytes`.
 */
export function decodeElement(bytes: Uint8Array, offset: number, type: ScanType): (number | bigint)[] {
  const step = type.storagebits / 8
  checkRange(bytes, offset, step * type.repeat)
  const values: (number | bigint)[] = []
  for (let i = 0; i < type.repeat; i++) {
    const stored = readStored(bytes, offset + i * step, step, type.endian === 'be')
    const masked = BigInt.asUintN(type.realbits, stored >> BigInt(type.shift))
    const value = type.sign === 's' ? BigInt.asIntN(type.realbits, masked) : masked
    values.push(type.realbits > exactBits ? value : Number(value))
  }
  return values
}

/** The first (usually only) value of an element as a number. @throws EFAULT past the end of `bytes`. */
export function decodeValue(bytes: Uint8Array, offset: number, type: ScanType): number {
  return Number(decodeElement(bytes, offset, type)[0])
}

/**
 * Stores `values` (one per repeat; missing ones are 0) in the type's form; bits beyond the real bits are dropped, as
 * a converter would.
 * @throws EFAULT when the element reaches past the end of `bytes`.
 */
export function encodeElement(
  bytes: Uint8Array,
  offset: number,
  type: ScanType,
  values: readonly (number | bigint)[],
): void {
  const step = type.storagebits / 8
  checkRange(bytes, offset, step * type.repeat)
  for (let i = 0; i < type.repeat; i++) {
    let rest = BigInt.asUintN(type.realbits, BigInt(values[i] ?? 0)) << BigInt(type.shift)
    for (let k = 0; k < step; k++) {
      bytes[offset + i * step + (type.endian === 'be' ? step - 1 - k : k)] = Number(rest & 0xffn)
      rest >>= 8n
    }
  }
}

/** Processed value of a raw one: (raw + offset) * scale, in the unit of the channel's kind (mV, mA, m/s²). */
export function processedValue(raw: number, offset: number, scale: number): number {
  return (raw + offset) * scale
}

function readStored(bytes: Uint8Array, offset: number, step: number, bigEndian: boolean): bigint {
  let stored = 0n
  for (let k = 0; k < step; k++) stored = (stored << 8n) | BigInt(bytes[offset + (bigEndian ? k : step - 1 - k)]!)
  return stored
}

function checkRange(bytes: Uint8Array, offset: number, length: number): void {
  if (offset < 0 || offset + length > bytes.length)
    fail('EFAULT', say`${length} bytes at offset ${offset} reach past the end of ${bytes.length} bytes.`)
}
