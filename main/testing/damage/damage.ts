// Files that something happened to: cut, filled with bytes, lengths and numbers that no file has. What reads a file a person names
// says in one line why it does not take one of these, or takes it whole.
import fc from 'fast-check'

/** How a file may be damaged. */
export const anyDamage = fc.array(
  fc.record({
    kind: fc.constantFrom('byte', 'cut', 'remove', 'insert', 'repeat', 'long', 'digits', 'twice'),
    at: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.97, 0.99, 0, 0.01)),
    length: fc.nat(40),
    byte: fc.nat(255),
  }),
  { minLength: 1, maxLength: 5 },
)
export type Damage = typeof anyDamage extends fc.Arbitrary<infer T> ? T : never

/** Lengths, counts and rates that no file has: as four bytes of either order, and as text. */
const longs = ['ffffffff', '7fffffff', '00000080', '80000000', '00000000', '0000f07f', '7ff00000'].map((hex) =>
  Buffer.from(hex, 'hex'),
)
const numbers = ['-1', '0', '1e400', '-1e309', 'NaN', '99999999999999999999', '4294967296', '0.5', 'null', '""']

/** The number in a text that is nearest behind a place becomes another one. */
function otherDigits(bytes: Buffer, from: number, choice: number): Buffer {
  const text = bytes.toString('latin1')
  const other = numbers[choice % numbers.length]!
  return Buffer.from(text.slice(0, from) + text.slice(from).replace(/\d+(\.\d+)?/, other), 'latin1')
}

/** The content of a file after that. */
export function damaged(whole: Buffer, hits: Damage): Buffer {
  return hits.reduce((bytes, { kind, at, length, byte }) => {
    const from = Math.floor(at * bytes.length)
    const [before, after] = [bytes.subarray(0, from), bytes.subarray(from)]
    if (kind === 'cut') return before
    if (kind === 'digits') return otherDigits(bytes, from, byte)
    if (kind === 'long') return Buffer.concat([before, longs[byte % longs.length]!, after.subarray(4)])
    if (kind === 'twice') return length === 0 ? Buffer.alloc(0) : Buffer.concat([bytes, bytes])
    if (kind === 'remove') return Buffer.concat([before, after.subarray(length)])
    if (kind === 'insert') return Buffer.concat([before, Buffer.alloc(length, byte), after])
    if (kind === 'repeat') return Buffer.concat([before, after.subarray(0, length), after])
    return Buffer.concat([before, Buffer.of(byte), after.subarray(1)])
  }, whole)
}

/** Paths of all members of a value, outermost first. */
function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])])
}

const anyMember = fc.oneof(
  fc.constantFrom(undefined, null, true, false, 0, -1, 0.5, 1e308, '', 'voltage0', [], {}, [null], { a: 1 }),
  fc.integer(),
  fc.string({ maxLength: 8 }),
)

/** A text of JSON in which members are gone or say something else: what most bytes of it cannot be changed to. */
function anyOtherJson(whole: string): fc.Arbitrary<string> {
  const paths = pathsOf(JSON.parse(whole))
  const changes = fc.array(fc.tuple(fc.constantFrom(...paths), anyMember), { minLength: 1, maxLength: 2 })
  return changes.map((all) => {
    const file: unknown = JSON.parse(whole)
    for (const [path, value] of all) {
      let inner = file as Record<string, unknown>
      for (const key of path.slice(0, -1)) inner = (inner[key] ?? {}) as Record<string, unknown>
      // A member that an earlier change made a plain value has no members.
      if (Object(inner) === inner) inner[path.at(-1)!] = value
    }
    return JSON.stringify(file)
  })
}

/** Contents of a file of JSON that something happened to. */
export const anyDamagedJson = (whole: string): fc.Arbitrary<Buffer> =>
  fc.oneof(
    anyDamage.map((hits) => damaged(Buffer.from(whole), hits)),
    anyOtherJson(whole).map((text) => Buffer.from(text)),
  )
