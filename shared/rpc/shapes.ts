// Shapes that requests are made of. Ranges are what could ever make sense; what is possible now is the service's to say.
// Objects are strict: an unknown key is an error, not a wish ignored.
import * as v from 'valibot'

/** Largest number of samples, and of anything else that is counted. */
export const maxCount = Number.MAX_SAFE_INTEGER

/** No argument. */
export const nothing = v.optional(v.null())

/** A text that is not empty. */
export const text = (maxLength: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(maxLength))

/** A number from `low` to `high`. */
export const within = (low: number, high: number) => v.pipe(v.number(), v.finite(), v.minValue(low), v.maxValue(high))

/** A whole number from `low` to `high`. */
export const whole = (low: number, high: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(low), v.maxValue(high))

/** `auto`, or a whole number from `low` to `high`. */
export const autoOr = (low: number, high: number) =>
  v.union([v.literal('auto'), whole(low, high)], "expected 'auto' or a whole number in range")

/** An object with these keys and no others. An array is no object here, whatever JavaScript says. */
export const record = <T extends v.ObjectEntries>(entries: T) =>
  v.pipe(
    v.custom<unknown>((value) => !Array.isArray(value), 'expected an object, not a list'),
    v.strictObject(entries),
  )
