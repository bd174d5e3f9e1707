// A trigger as one text: its kind, then what is set of it. `pulse channel=voltage0 width=<20ns`.
import { fail, say } from '../errors.ts'
import type { Parameter, ParameterValue } from './parameter.ts'
import { parseParameter } from './parameter-text.ts'
import { searchSettings, triggerSettings } from './settings.ts'
import { type TriggerName, triggers } from './triggers.ts'

/** A setting of the instrument, under its path in the tree. */
export interface TriggerTextValue {
  readonly path: string
  readonly value: ParameterValue
}

export const triggerNames = Object.keys(triggers) as readonly TriggerName[]

const example = 'pulse channel=voltage0 width=<20ns'
/** Behind which the settings stand: of the trigger, or of the search over the memory, for which nothing is held off. */
export type TriggerRoot = 'trigger.' | 'search.'

const commonOf = { 'trigger.': triggerSettings, 'search.': searchSettings } as const

/** What can be set of a trigger of this kind: what every trigger has, and what the kind has. */
function parametersOf(kind: TriggerName, root: TriggerRoot): Readonly<Record<string, Parameter>> {
  const shared = Object.entries<Parameter>(commonOf[root]).map(([path, one]) => [path.slice(root.length), one])
  return { ...triggers[kind].parameters, ...Object.fromEntries(shared.filter(([name]) => name !== 'kind')) }
}

/**
 * Reads a trigger: its kind, then `name=value` pairs, as `--set trigger.NAME=VALUE` takes them. Of a kind that compares a time, the
 * comparison may stand before the time: `width=<20ns`, `width=>1us`; `width=10ns..20ns` is inside.
 * @throws EINVAL with one sentence that says what is allowed
 */
export function parseTrigger(text: string, root: TriggerRoot = 'trigger.'): readonly TriggerTextValue[] {
  // A value may have spaces: it ends where the next name begins.
  const [kind = '', ...pairs] = text.trim().split(/\s+(?=[^\s=<>]+\s*=)/)
  if (kind === '') fail('EINVAL', say`A trigger is a kind and its values, as in '${example}'.`)
  if (!Object.hasOwn(triggers, kind))
    fail('EINVAL', say`There is no trigger '${kind}'; there are ${triggerNames.join(', ')}.`)
  const parameters = parametersOf(kind as TriggerName, root)
  const values = new Map<string, ParameterValue>()
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals).trim()
    if (!Object.hasOwn(parameters, name))
      fail('EINVAL', say`A trigger of kind ${kind} has ${Object.keys(parameters).join(', ')}, and no '${name}'.`)
    for (const [one, value] of valuesOf(parameters, name, pair.slice(equals + 1).trim(), root)) {
      if (values.has(one)) fail('EINVAL', say`The trigger '${text}' says ${one} twice.`)
      values.set(one, value)
    }
  }
  return [
    { path: `${root}kind`, value: kind },
    ...[...values].map(([name, value]) => ({ path: `${root}${name}`, value })),
  ]
}

/** What one pair sets: a time with its comparison sets both, and a range both of its ends. */
function valuesOf(
  parameters: Readonly<Record<string, Parameter>>,
  name: string,
  text: string,
  root: TriggerRoot,
): [string, ParameterValue][] {
  const read = (one: string, its: string): [string, ParameterValue] => [
    one,
    parseParameter(parameters[one]!, its, `${root}${one}`),
  ]
  const other = `${name}2`
  const condition = name.startsWith('arm') ? 'armCondition' : 'condition'
  if (!(condition in parameters && Object.hasOwn(parameters, other))) return [read(name, text)]
  const comparison = /^[<>]/.exec(text)?.[0]
  if (comparison !== undefined) return [[condition, comparison], read(name, text.slice(1))]
  const [from = '', to, ...more] = text.split('..')
  if (to === undefined || more.length > 0) return [read(name, text)]
  return [[condition, 'inside'], read(name, from), read(other, to)]
}
