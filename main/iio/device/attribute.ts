// Attributes: values with a sysfs name. A driver declares typed ones; the text of sysfs is made and read here.
import { fail, say } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'
import { plainDecimal } from '#shared/units.ts'
import { parseBoolean, parseFixpoint, parseInteger } from '../parse.ts'

/** One attribute. Without `store` it is read-only: writing it fails with EACCES before anything else is looked at. */
export interface Attribute {
  show(): string | Promise<string>
  /** Throws an ErrnoError and changes nothing when the text is refused. */
  store?(text: string): void | Promise<void>
  /** Writes that take long: reading a file. All others are {@link store}. */
  readonly slow?: SlowWrites
  /** False: read-only now, though there is a `store`. */
  isWritable?(): boolean
  /** Values to choose from; also appears as `<name>_available` unless `hideAvailable`. */
  options?(): readonly string[]
  readonly hideAvailable?: boolean
  /** False: it is no setting that a session or undo could bring back: what a board says of itself. Default: it is, when it can be written. */
  readonly isSetting?: boolean
  /** It is on another machine, and may not be reached. */
  readonly isRemote?: boolean
}

/** An attribute at its place. */
export interface AttributeEntry {
  /** Canonical path: `sampling_frequency`, `voltage0/scale`, `voltage0/en`, `buffer0/length`. */
  readonly path: string
  /** Looked at at each access: the watermark of a DMA buffer is writable in block mode only. */
  readonly writable: boolean
  /** Values to choose from, null when there is no list. Looked up at each access. */
  readonly options: readonly string[] | null
  readonly attribute: Attribute
}

/** Whether a write fails with EACCES, whatever is written. */
export function isReadOnly(attribute: Attribute): boolean {
  return attribute.store === undefined || attribute.isWritable?.() === false
}

export interface SlowWrites {
  takes(text: string): boolean
  /**
   * Does what takes long and changes nothing, before the write and outside of every lock.
   * Rejects as `store` throws.
   */
  prepare(text: string): Promise<PreparedWrite>
}

/** A write that has been prepared. */
export interface PreparedWrite {
  /** Stores what was prepared, once. Throws as `store` does. */
  commit(): Promise<void>
  /** Gives up what was not stored. Harmless otherwise. */
  discard(): void
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

/**
 * A number, shown in plain decimal notation. Text that is no number, or out of its range: EINVAL; an integer that no
 * variable would hold: ERANGE. An integer is read as kstrtoint reads it, another number as iio_str_to_fixpoint does.
 */
export function numberAttribute(spec: NumberAttributeSpec): Attribute {
  const { set, available } = spec
  return {
    show: async () => plainDecimal(await spec.get()),
    ...(set && {
      store: (text: string) => {
        const value = spec.integer ? parseInteger(text, bitsFor(spec)) : parseFixpoint(text)
        if (value < (spec.min ?? -Infinity) || value > (spec.max ?? Infinity))
          fail('EINVAL', outside(text.trim(), value, spec))
        return set(value)
      },
    }),
    ...(available && { options: () => available().map(plainDecimal) }),
  }
}

function outside(text: string, value: number, { min, max }: NumberAttributeSpec): Sentence {
  const isSmall = value < (min ?? -Infinity)
  if (min !== undefined && max !== undefined) {
    const range = say`${plainDecimal(min)} to ${plainDecimal(max)} is allowed.`
    return isSmall ? say`${text} is too small: ${range}` : say`${text} is too large: ${range}`
  }
  return isSmall
    ? say`${text} is too small: ${plainDecimal(min ?? 0)} is the least.`
    : say`${text} is too large: ${plainDecimal(max ?? 0)} is the most.`
}

/** Wide enough for its range. */
function bitsFor({ min = 0, max = 0 }: NumberAttributeSpec): 32 | 64 {
  return Math.abs(min) > 0x7fffffff || max > 0x7fffffff ? 64 : 32
}

export interface TextAttributeSpec {
  get(): string | Promise<string>
  set?(text: string): void | Promise<void>
  /** See {@link Attribute.slow}. */
  readonly slow?: SlowWrites
  /** When given, anything else is refused with EINVAL. */
  choices?(): readonly string[]
  /** Values to show to a person; others are accepted too. */
  suggestions?(): readonly string[]
}

/** A word or line of text; a trailing newline is ignored. */
export function textAttribute(spec: TextAttributeSpec): Attribute {
  const { set, slow, choices, suggestions } = spec
  const options = choices ?? suggestions
  return {
    show: () => spec.get(),
    ...(set && {
      store: (text: string) => {
        const value = text.replace(/\n$/, '')
        if (choices && !choices().includes(value)) fail('EINVAL', say`'${value}' is not one of ${choices().join(' ')}.`)
        return set(value)
      },
    }),
    ...(slow && {
      slow: {
        takes: (text: string) => slow.takes(text),
        prepare: (text: string) => slow.prepare(text.replace(/\n$/, '')),
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
  return { show: () => (typeof value === 'number' ? plainDecimal(value) : value) }
}
