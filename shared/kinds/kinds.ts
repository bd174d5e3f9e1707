// Kinds as data. A kind is an id, a name and parameters; a table of kinds gives the types, the shape of a request and the
// values to begin with. What a kind does is a row of another table, in main, under the same id.
import * as v from 'valibot'
import { fail, say, word } from '../errors.ts'
import { record } from '../rpc/shapes.ts'
import type { Parameter, ParameterValue, ValueOf } from './parameter.ts'
import { checkValue, shapeOf } from './parameter-shape.ts'

export interface Kind {
  /** As a person reads it: `Edge`. */
  readonly name: string
  /** What it is set by; `kind` and `mode` are no names of parameters. */
  readonly parameters: { readonly [name: string]: Parameter }
  /** Parameters that count only while others have certain values, each of them: `{ armWidth: [{ of: 'armKind', is: ['pulse'] }] }`. */
  readonly only?: { readonly [name: string]: readonly Condition[] }
}

/** Another parameter has one of these values. */
interface Condition {
  readonly of: string
  readonly is: readonly string[]
}

export interface Kinds {
  readonly [id: string]: Kind
}

/** The values of one kind: `ValuesOf<typeof triggers, 'edge'>`. */
export type ValuesOf<K extends Kinds, N extends keyof K> = {
  readonly [P in keyof K[N]['parameters']]: ValueOf<K[N]['parameters'][P]>
}

/** The values of any kind, told apart by `kind`. */
export type SettingsOf<K extends Kinds> = { [N in keyof K]: { readonly kind: N } & ValuesOf<K, N> }[keyof K]

/** A change of such values; without `kind` it is one of the kind at hand. */
export type ChangeOf<K extends Kinds> = {
  [N in keyof K]: { readonly kind?: N } & Partial<ValuesOf<K, N>>
}[keyof K]

/** Whether a parameter of a kind counts, as its other values are. */
export function counts({ only }: Kind, name: string, values: object): boolean {
  const conditions = only !== undefined && Object.hasOwn(only, name) ? only[name]! : []
  return conditions.every(({ of, is }) => is.includes(String((values as Record<string, unknown>)[of])))
}

/** The values a kind begins with. */
export function defaultsOf<const K extends Kinds, N extends keyof K & string>(kinds: K, kind: N): SettingsOf<K> {
  const values = Object.entries(kinds[kind]!.parameters).map(([name, parameter]) => [name, parameter.default])
  return { kind, ...Object.fromEntries(values) } as unknown as SettingsOf<K>
}

/** What a request to change such values must look like. */
export function changeShape<const K extends Kinds>(kinds: K): v.GenericSchema<unknown, ChangeOf<K>> {
  const shapes = Object.entries(kinds).map(([kind, { parameters }]) => {
    const fields = Object.entries(parameters).map(([name, one]) => [name, v.exactOptional(shapeOf(one))] as const)
    return record({ kind: v.exactOptional(v.literal(kind)), ...Object.fromEntries(fields) })
  })
  const [only] = shapes
  return (shapes.length === 1 ? only! : v.union(shapes)) as unknown as v.GenericSchema<unknown, ChangeOf<K>>
}

/**
 * The values after a change. Another kind begins with `remembered`, or with its own defaults.
 * @param owner what these kinds are, for the sentence: `trigger`
 * @throws EINVAL for a parameter that the kind does not have, and for a value that is none of its parameter's
 */
export function changed<const K extends Kinds>(
  kinds: K,
  settings: SettingsOf<K>,
  change: ChangeOf<K>,
  owner: string,
  remembered: (kind: keyof K & string) => SettingsOf<K> | undefined = () => undefined,
): SettingsOf<K> {
  const kind = (change.kind ?? settings.kind) as keyof K & string
  const before = kind === settings.kind ? settings : (remembered(kind) ?? defaultsOf(kinds, kind))
  const next: Record<string, ParameterValue> = { ...(before as Record<string, ParameterValue>) }
  const { parameters } = kinds[kind]!
  for (const [key, value] of Object.entries(change)) {
    if (key === 'kind' || value === undefined) continue
    const parameter = Object.hasOwn(parameters, key) ? parameters[key] : undefined
    if (parameter === undefined)
      fail('EINVAL', say`A ${word(owner)} of kind ${kind} has ${Object.keys(parameters).join(', ')}, and no '${key}'.`)
    next[key] = checkValue(parameter, value, `${owner}.${key}`)
  }
  return next as unknown as SettingsOf<K>
}
