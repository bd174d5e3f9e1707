// The type of one scan element, as IIO prints it: `<endian>:<sign><realbits>/<storagebits>[X<repeat>]>><shift>`.
import { fail, say } from '../errors.ts'

export type Endianness = 'le' | 'be'
export type Signedness = 's' | 'u'

export interface ScanType {
  readonly endian: Endianness
  readonly sign: Signedness
  /** Valid bits of a value. */
  readonly realbits: number
  /** Bits a value takes in memory: 8, 16, 24, 32, 64, ... */
  readonly storagebits: number
  /** Consecutive values in one element (4 for a quaternion); 1 when there is no repeat part. */
  readonly repeat: number
  /** Bits to shift right before the value is masked. */
  readonly shift: number
}

/** What a driver writes; the rest defaults to little endian, storage = real bits, no repeat, no shift. */
export type ScanTypeSpec = Partial<ScanType> & Pick<ScanType, 'sign' | 'realbits'>

/** Completes a driver's spec. Nothing is checked here: see {@link checkScanType}. */
export function scanType(spec: ScanTypeSpec): ScanType {
  return {
    endian: spec.endian ?? 'le',
    sign: spec.sign,
    realbits: spec.realbits,
    storagebits: spec.storagebits ?? spec.realbits,
    repeat: Math.max(spec.repeat ?? 1, 1),
    shift: spec.shift ?? 0,
  }
}

/** The type string of an `in_voltage0_type` attribute. The shift is always printed, the repeat only when above one. */
export function formatScanType(type: ScanType): string {
  const repeat = type.repeat > 1 ? `X${type.repeat}` : ''
  return `${type.endian}:${type.sign}${type.realbits}/${type.storagebits}${repeat}>>${type.shift}`
}

const pattern = /^(le|be):([suSU])(\d+)\/(\d+)(?:X(\d+))?(?:>>(\d+))?$/

/**
 * Reads a type string; a missing shift means 0 and a missing repeat 1.
 * @throws EINVAL when the text is not a type string, or its bits do not fit the storage.
 */
export function parseScanType(text: string): ScanType {
  const match = pattern.exec(text.trim())
  if (match === null) fail('EINVAL', say`'${text}' is not a scan type such as le:s12/16>>4.`)
  const [, endian, sign, realbits, storagebits, repeat, shift] = match
  const type: ScanType = {
    endian: endian as Endianness,
    sign: sign!.toLowerCase() as Signedness,
    realbits: Number(realbits),
    storagebits: Number(storagebits),
    repeat: Math.max(Number(repeat ?? 1), 1),
    shift: Number(shift ?? 0),
  }
  checkScanType(type)
  return type
}

/** @throws EINVAL when storage is not whole bytes, or does not hold real bits + shift. */
export function checkScanType(type: ScanType): void {
  const { realbits, storagebits, shift } = type
  if (!Number.isInteger(storagebits) || storagebits <= 0 || storagebits % 8 !== 0)
    fail('EINVAL', say`Storage of ${storagebits} bits is not a whole number of bytes.`)
  if (!(realbits > 0) || !Number.isInteger(realbits) || !(shift >= 0) || storagebits < realbits + shift)
    fail('EINVAL', say`${realbits} bits shifted by ${shift} do not fit ${storagebits} bits of storage.`)
}

/** Bytes one element takes in a scan. */
export function elementBytes(type: ScanType): number {
  return (type.storagebits / 8) * type.repeat
}
