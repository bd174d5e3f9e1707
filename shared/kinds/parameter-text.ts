// The text form of a parameter's values: what stands behind the equals sign of `--set`, and in a help text.
import { fail, say } from '../errors.ts'
import { parseBytes, parseSi } from '../units.ts'
import type { Parameter, ParameterValue, ValueOf } from './parameter.ts'
import { checkValue, describeParameter } from './parameter-shape.ts'

const flagWords: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['off', false],
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['1', true],
  ['0', false],
])

/** The value that a text stands for, unchecked; undefined: none. */
function read(parameter: Parameter, text: string): ParameterValue | undefined {
  if ('orAuto' in parameter && parameter.orAuto && text.toLowerCase() === 'auto') return 'auto'
  switch (parameter.type) {
    case 'quantity':
      if (parameter.orOff && text.toLowerCase() === 'off') return 0
      return parseSi(text, parameter.unit)
    case 'count':
      return parameter.things === 'bytes' ? parseBytes(text) : parseSi(text, '')
    case 'flag':
      return flagWords.get(text.toLowerCase())
    case 'choice':
      return parameter.options.find((option) => option.toLowerCase() === text.toLowerCase())
    case 'channel':
    case 'text':
    case 'file':
      return text
  }
}

/**
 * Reads a text as a value: `500mV`, `64KiB`, `auto`, `falling`, `on`.
 * @param name who refuses, for the sentence
 * @throws EINVAL with what would do
 */
export function parseParameter<const P extends Parameter>(parameter: P, text: string, name: string): ValueOf<P> {
  const given = parameter.type === 'text' || parameter.type === 'file' ? text : text.trim()
  let value: ParameterValue | undefined
  try {
    value = read(parameter, given)
  } catch {
    value = undefined
  }
  if (value === undefined) fail('EINVAL', say`${name} takes ${describeParameter(parameter)}, not ${`'${text}'`}.`)
  return checkValue(parameter, value, name)
}

/** The text that reads as this value again, exactly. */
export function formatParameter<const P extends Parameter>(parameter: P, value: ValueOf<P>): string {
  if ('orOff' in parameter && parameter.orOff && value === 0) return 'off'
  return parameter.type === 'flag' ? (value ? 'on' : 'off') : String(value)
}
