// Whether two pieces of plain data are the same.

/** Compares as JSON would write them, without writing it. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [keys, others] = [Object.keys(a), Object.keys(b)]
  return keys.length === others.length && keys.every((key) => Object.hasOwn(b, key) && isSame(at(a, key), at(b, key)))
}

/**
 * `now`, in which every part that is the same in `before` is that very part: who watches parts by their identity sees those that have
 * changed, and no others. Parts of lists are taken by their place. Neither is changed.
 */
export function withKept<T>(before: unknown, now: T): T {
  if (isSame(before, now)) return before as T
  if (typeof now !== 'object' || now === null || typeof before !== 'object' || before === null) return now
  if (Array.isArray(now)) return now.map((part, k) => withKept(at(before, String(k)), part)) as T
  return Object.fromEntries(Object.entries(now).map(([key, part]) => [key, withKept(at(before, key), part)])) as T
}

function at(value: object, key: string): unknown {
  return (value as Record<string, unknown>)[key]
}
