// The text of sysfs as values, read as the kernel's own helpers read it: no spaces around, one newline at the end at most,
// and base 10 (kstrtouint, kstrtoint, kstrtobool, iio_str_to_fixpoint).
import { fail, say } from '#shared/errors.ts'

const unsignedRange = { min: 0, max: 0xffffffff }
const intRange = { min: -0x80000000, max: 0x7fffffff }
/** Beyond these a number is no longer exact here; the kernel's long long ends a little later. */
const longRange = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }

/** An unsigned 32-bit integer. `010` is ten. @throws EINVAL not an unsigned integer; ERANGE it does not fit. */
export function parseUnsigned(text: string): number {
  if (!/^\+?\d+\n?$/.test(text))
    fail('EINVAL', say`'${shown(text)}' is not an unsigned integer: only decimal digits are allowed.`)
  return within(Number(text), unsignedRange, text)
}

/**
 * A signed integer of 32 bits, or of 64 where the attribute's values need them. `010` is ten.
 * @throws EINVAL not an integer; ERANGE it does not fit.
 */
export function parseInteger(text: string, bits: 32 | 64 = 32): number {
  if (!/^[-+]?\d+\n?$/.test(text))
    fail('EINVAL', say`'${shown(text)}' is not a whole number: only decimal digits and a sign are allowed.`)
  return within(Number(text), bits === 32 ? intRange : longRange, text)
}

/** Decimals that are kept: IIO_VAL_INT_PLUS_NANO. */
const decimals = 9

/**
 * A number in fixed point. Digits behind the ninth decimal are dropped, not rounded. There is no exponent.
 * @throws EINVAL not a number (a lone sign or point is none, though the kernel takes it for 0).
 */
export function parseFixpoint(text: string): number {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?\n?$/.exec(text)
  const [, sign = '', whole = '', fraction = ''] = match ?? []
  if (match === null || whole + fraction === '')
    fail('EINVAL', say`'${shown(text)}' is not a number: only decimal digits, a sign and a point are allowed.`)
  const magnitude = Number(`${whole || '0'}.${fraction.slice(0, decimals) || '0'}`)
  if (!Number.isFinite(magnitude)) fail('ERANGE', say`${shown(text)} is too large.`)
  return sign === '-' && magnitude !== 0 ? -magnitude : magnitude
}

/** A boolean in the usual kernel spellings: 0 1, y n, yes no, t f, on off; only the first letters count. @throws EINVAL. */
export function parseBoolean(text: string): boolean {
  if (/^(1|y|t|on)/i.test(text)) return true
  if (/^(0|n|f|of)/i.test(text)) return false
  return fail('EINVAL', say`'${shown(text)}' is not a boolean: 0 or 1, n or y, off or on.`)
}

function within(value: number, { min, max }: { readonly min: number; readonly max: number }, text: string): number {
  if (value < min || value > max) fail('ERANGE', say`${shown(text)} is not within ${min} to ${max}.`)
  return value === 0 ? 0 : value
}

/** Without the newline that `echo` adds. */
function shown(text: string): string {
  return text.replace(/\n$/, '')
}
