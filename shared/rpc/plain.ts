// Is it plain data, and small enough? Asked of everything that comes in, before anything else looks at it: ports that
// clone can deliver maps, cycles and arrays with four thousand million holes, none of which JSON could.
import { fail, say } from '../errors.ts'

/** Deeper than any message of the contract. */
const maxDepth = 8

/**
 * Measures plain data in bytes, roughly as JSON would be long (strings count two bytes per UTF-16 unit at most).
 * Throws EBADMSG for what is not plain or is nested too deep, EMSGSIZE as soon as `maxBytes` is passed.
 */
export function measurePlain(message: unknown, maxBytes: number): number {
  let bytes = 0
  const add = (more: number): void => {
    bytes += more
    if (bytes > maxBytes) fail('EMSGSIZE', say`A message has at most ${maxBytes} bytes.`)
  }
  const visit = (value: unknown, depth: number): void => {
    if (depth > maxDepth) fail('EBADMSG', say`A message is nested at most ${maxDepth} deep.`)
    if (typeof value === 'string') add(value.length + 2)
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) add(4)
    else if (Array.isArray(value)) {
      add(2 + value.length)
      for (const item of value) visit(item, depth + 1)
    } else if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
      add(2)
      for (const [key, item] of Object.entries(value)) {
        add(key.length + 4)
        visit(item, depth + 1)
      }
    } else fail('EBADMSG', say`A message holds only plain data: texts, numbers, lists and objects.`)
  }
  visit(message, 0)
  return bytes
}
