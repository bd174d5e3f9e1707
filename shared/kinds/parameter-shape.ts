// What the value of a parameter must look like, and what a refusal says that would do.
import * as v from 'valibot'
import { fail, phrase, say, word } from '../errors.ts'
import { whole, within } from '../rpc/shapes.ts'
import type { Sentence } from '../sentence.ts'
import { exampleOf, formatBytes, formatSi } from '../units.ts'
import type { Parameter, ParameterValue, ValueOf } from './parameter.ts'

/** Longest id of a channel, and longest name of a file, in characters. */
const mostChannelId = 64
const mostFileName = 4096

const orAuto = (isAllowed: true | undefined, shape: v.GenericSchema<unknown, number>) =>
  isAllowed === true ? v.union([v.literal('auto'), shape]) : shape

const orOff = (isAllowed: true | undefined, shape: v.GenericSchema<unknown, number>) =>
  isAllowed === true ? v.union([v.literal(0), shape]) : shape

function plainShape(parameter: Parameter): v.GenericSchema<unknown, ParameterValue> {
  switch (parameter.type) {
    case 'quantity':
      return orAuto(parameter.orAuto, orOff(parameter.orOff, within(parameter.least, parameter.most)))
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

/** What a parameter takes, to be put behind "takes": `one of rising, falling`. */
export function describeParameter(parameter: Parameter): Sentence {
  const one = describeValue(parameter)
  if ('orOff' in parameter && parameter.orOff) return phrase`${one}, or off`
  return 'orAuto' in parameter && parameter.orAuto ? phrase`${one}, or auto` : one
}

function describeValue(parameter: Parameter): Sentence {
  switch (parameter.type) {
    case 'quantity': {
      const { unit, least, most } = parameter
      return phrase`a number from ${formatSi(least, unit)} to ${formatSi(most, unit)} (${word(exampleOf(unit))})`
    }
    case 'count': {
      const { things, least, most } = parameter
      if (things === 'bytes')
        return phrase`a number of bytes from ${formatBytes(least)} to ${formatBytes(most)} (65536, 64KiB)`
      return phrase`a whole number of ${word(things)} from ${least} to ${most}`
    }
    case 'choice': {
      const { options } = parameter
      return options.length === 1 ? phrase`only ${options[0]!}` : phrase`one of ${options.join(', ')}`
    }
    case 'flag':
      return phrase`on or off`
    case 'channel':
      return phrase`a channel such as voltage0`
    case 'text':
      return phrase`a text of at most ${parameter.mostLength} characters`
    case 'file':
      return phrase`the name of a file`
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
