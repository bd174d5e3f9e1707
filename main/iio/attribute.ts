// Attributes: values with a sysfs name. A driver declares typed ones; the text of sysfs is made and read here.
import { fail } from '#shared/errors.ts'

/** One attribute. Without `store` it is read-only: writing it fails with EACCES before anything else is looked at. */
export interface Attribute {
  show(): string | Promise<string>
  /** Throws an ErrnoError and changes nothing when the text is refused. */
  store?(text: string): void | Promise<void>
  /** Values to choose from; also appears as `<name>_available` unless `hideAvailable`. */
  options?(): readonly string[]
  readonly hideAvailable?: boolean
}

export type AttributeTable = Readonly<Record<string, Attribute>>

export interface NumberAttributeSpec {
  get(): number | Promise<number>
  /** Absent: read-only. */
  set?(value: number): void | Promise<void>
  /** Suggested values. Others are accepted too, within min and max. */
  available?(): readonly number[]
  readonly min?: number
  readonly max?: number
  readonly integer?: boolean
}

/** A number, shown in plain decimal notation. Text that is no number, or out of range: EINVAL. */
export function numberAttribute(spec: NumberAttributeSpec): Attribute {
  const { set, available } = spec
  return {
    show: async () => formatNumber(await spec.get()),
    ...(set && {
      store: (text: string) => {
        const value = parseNumber(text)
        if (spec.integer && !Number.isInteger(value)) fail('EINVAL', `${text.trim()} is not a whole number`)
        if (value < (spec.min ?? -Infinity) || value > (spec.max ?? Infinity))
          fail('EINVAL', `${text.trim()} is outside ${spec.min ?? '-inf'} .. ${spec.max ?? 'inf'}`)
        return set(value)
      },
    }),
    ...(available && { options: () => available().map(formatNumber) }),
  }
}

export interface TextAttributeSpec {
  get(): string | Promise<string>
  set?(text: string): void | Promise<void>
  /** When given, anything else is refused with EINVAL. */
  choices?(): readonly string[]
  /** Values to show to a person; others are accepted too. */
  suggestions?(): readonly string[]
}

/** A word or line of text; a trailing newline is ignored. */
export function textAttribute(spec: TextAttributeSpec): Attribute {
  const { set, choices, suggestions } = spec
  const options = choices ?? suggestions
  return {
    show: () => spec.get(),
    ...(set && {
      store: (text: string) => {
        const value = text.replace(/\n$/, '')
        if (choices && !choices().includes(value)) fail('EINVAL', `'${value}' is not one of ${choices().join(' ')}`)
        return set(value)
      },
    }),
    ...(options && { options }),
  }
}

/** A flag, shown as 0 or 1. */
export function booleanAttribute(spec: { get(): boolean; set?(value: boolean): void | Promise<void> }): Attribute {
  const { set } = spec
  return { show: () => (spec.get() ? '1' : '0'), ...(set && { store: (text: string) => set(parseBoolean(text)) }) }
}

/** A value that never changes. */
export function constantAttribute(value: string | number): Attribute {
  return { show: () => (typeof value === 'number' ? formatNumber(value) : value) }
}

/** Decimal notation without exponent, at most nine decimals (IIO prints nano precision). */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return value.toFixed(0)
  return value.toFixed(9).replace(/0+$/, '').replace(/\.$/, '')
}

/** @throws EINVAL unless `text` is a finite decimal number. */
export function parseNumber(text: string): number {
  const trimmed = text.trim()
  if (!/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(trimmed) || !Number.isFinite(Number(trimmed)))
    fail('EINVAL', `'${trimmed}' is not a number`)
  return Number(trimmed)
}

/** An unsigned 32-bit integer, decimal, octal (leading 0) or hexadecimal (0x), one trailing newline allowed. */
export function parseUnsigned(text: string): number {
  const match = /^\+?(?:0x([0-9a-f]+)|(0[0-7]*)|([1-9]\d*))\n?$/i.exec(text)
  if (match === null) fail('EINVAL', `'${text.trim()}' is not an unsigned integer`)
  const [, hex, octal, decimal] = match
  const value = hex !== undefined ? parseInt(hex, 16) : octal !== undefined ? parseInt(octal, 8) : Number(decimal)
  if (value > 0xffffffff) fail('EINVAL', `${text.trim()} does not fit an unsigned 32-bit integer`)
  return value
}

/** A boolean in the usual kernel spellings: 0 1, y n, yes no, t f, on off; only the first letters count. */
export function parseBoolean(text: string): boolean {
  if (/^(1|y|t|on)/i.test(text)) return true
  if (/^(0|n|f|of)/i.test(text)) return false
  return fail('EINVAL', `'${text.trim()}' is not a boolean`)
}
