// What the value of a parameter must look like, and what a refusal says that would do.
import * as v from 'valibot'
import { fail, say } from '../errors.ts'
import { whole, within } from '../rpc/shapes.ts'
import { exampleOf, formatBytes, formatSi } from '../units.ts'
import type { Parameter, ParameterValue, ValueOf } from './parameter.ts'

/** Longest id of a channel, and longest name of a file, in characters. */
const mostChannelId = 64
const mostFileName = 4096

const orAuto = (isAllowed: true | undefined, shape: v.GenericSchema<unknown, number>) =>
  isAllowed === true ? v.union([v.literal('auto'), shape]) : shape

function plainShape(parameter: Parameter): v.GenericSchema<unknown, ParameterValue> {
  switch (parameter.type) {
    case 'quantity':
      return orAuto(parameter.orAuto, within(parameter.least, parameter.most))
    case 'count':
      return orAuto(parameter.orAuto, whole(parameter.least, parameter.most))
    case 'choice':
      return v.picklist(parameter.options)
    case 'flag':
      return v.boolean()
    case 'channel':
      return v.pipe(v.string(), v.minLength(1), v.maxLength(mostChannelId))
    case 'text':
      return v.pipe(v.string(), v.maxLength(parameter.mostLength))
    case 'file':
      return v.pipe(v.string(), v.maxLength(mostFileName))
  }
}

/** The shape of a parameter's values, for a request. */
export function shapeOf<const P extends Parameter>(parameter: P): v.GenericSchema<unknown, ValueOf<P>> {
  return plainShape(parameter) as unknown as v.GenericSchema<unknown, ValueOf<P>>
}

const bounds = (least: string, most: string): string => `from ${least} to ${most}`

/** What a parameter takes, to be put behind "takes": `one of rising and falling`. */
export function describeParameter(parameter: Parameter): string {
  const auto = 'orAuto' in parameter && parameter.orAuto ? ', or auto' : ''
  switch (parameter.type) {
    case 'quantity': {
      const { unit, least, most } = parameter
      return `a number ${bounds(formatSi(least, unit), formatSi(most, unit))} (${exampleOf(unit)})${auto}`
    }
    case 'count': {
      const { things, least, most } = parameter
      if (things === 'bytes')
        return `a number of bytes ${bounds(formatBytes(least), formatBytes(most))} (65536, 64KiB)${auto}`
      return `a whole number of ${things} ${bounds(String(least), String(most))}${auto}`
    }
    case 'choice':
      return parameter.options.length === 1 ? `only ${parameter.options[0]}` : `one of ${parameter.options.join(', ')}`
    case 'flag':
      return 'on or off'
    case 'channel':
      return 'a channel such as voltage0'
    case 'text':
      return `a text of at most ${parameter.mostLength} characters`
    case 'file':
      return 'the name of a file'
  }
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? 'nothing')

/**
 * The value, when it is one of this parameter's.
 * @param name who refuses, for the sentence: `trigger.level`
 * @throws EINVAL with what would do
 */
export function checkValue<const P extends Parameter>(parameter: P, value: unknown, name: string): ValueOf<P> {
  const read = v.safeParse(shapeOf(parameter), value)
  return read.success
    ? read.output
    : fail('EINVAL', say`${name} takes ${describeParameter(parameter)}, not ${shown(value)}.`)
}
