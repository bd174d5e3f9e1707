// Values of settings as program data and as response data, by their parameters.
import {
  bytesIn,
  type Datum,
  isNamed,
  mnemonic,
  notationOf,
  numberIn,
  numberText,
  quoted,
  refuse,
  refuseKind,
  shortForm,
} from '#main/scpi/index.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import type { Choice, Count, Parameter, Quantity } from '#shared/kinds/parameter.ts'
import { plainDecimal } from '#shared/units.ts'
import { channelId, channelWord, type NumberedChannel } from './channel-names.ts'

/** The notation of an option; null: it is written in quotes, as all are where one of them is no word. */
function optionNotation(option: string, { options }: Choice): string | null {
  const notation = options.every((one) => notationOf(one) !== null) ? notationOf(option) : null
  if (notation === null) return null
  const { short } = mnemonic(notation)
  const others = options.filter((one) => one !== option && shortOf(one) === short)
  return others.length > 0 ? notation.toUpperCase() : notation
}

/** What bench scopes call options that have another name here. */
const otherWords: Readonly<Record<string, string>> = { rising: 'POSitive', falling: 'NEGative' }

const shortOf = (option: string): string => mnemonic(notationOf(option) ?? option).short

/** MINimum, MAXimum and DEFault of a number; undefined: the word is none of them. */
export function limitNamed(parameter: Quantity | Count, word: string): SettingValue | undefined {
  if (isNamed(mnemonic('MINimum'), word)) return parameter.least
  if (isNamed(mnemonic('MAXimum'), word)) return parameter.most
  return isNamed(mnemonic('DEFault'), word) ? parameter.default : undefined
}

function numberFrom(parameter: Quantity | Count, datum: Datum, name: string): SettingValue {
  const { least, most } = parameter
  if (datum.kind === 'word') {
    const limit = limitNamed(parameter, datum.text)
    if (limit !== undefined) return limit
    if (parameter.orAuto && isNamed(mnemonic('AUTO'), datum.text)) return 'auto'
    if ('orOff' in parameter && parameter.orOff && isNamed(mnemonic('OFF'), datum.text)) return 0
    return refuse(-224, `${name} does not take ${datum.text}`)
  }
  if (datum.kind !== 'number') return refuseKind(datum)
  const unit = parameter.type === 'quantity' ? parameter.unit : ''
  const isBytes = parameter.type === 'count' && parameter.things === 'bytes'
  const value = isBytes ? bytesIn(datum) : numberIn(datum, unit)
  const rounded = parameter.type === 'count' ? Math.round(value) : value
  const isNone = 'orOff' in parameter && parameter.orOff === true && rounded === 0
  return isNone || (rounded >= least && rounded <= most)
    ? rounded + 0
    : refuse(-222, `${name} is from ${least} to ${most}`)
}

function optionFrom(parameter: Choice, datum: Datum, name: string): string {
  if (datum.kind !== 'word' && datum.kind !== 'string') return refuseKind(datum)
  const isMeant = (option: string): boolean => {
    if (option.toLowerCase() === datum.text.toLowerCase()) return true
    if (datum.kind !== 'word') return false
    return [optionNotation(option, parameter), otherWords[option]].some(
      (notation) => typeof notation === 'string' && isNamed(mnemonic(notation), datum.text),
    )
  }
  return parameter.options.find(isMeant) ?? refuse(-224, `${name} is one of ${parameter.options.join(', ')}`)
}

function flagFrom(datum: Datum, name: string): boolean {
  if (datum.kind === 'number') return Math.round(numberIn(datum, '')) !== 0
  if (datum.kind !== 'word') return refuseKind(datum)
  if (isNamed(mnemonic('ON'), datum.text)) return true
  return isNamed(mnemonic('OFF'), datum.text) ? false : refuse(-224, `${name} is ON or OFF`)
}

/** The text of an attribute: in quotes as it is; a word in small letters, as devices have theirs; a number in plain digits. */
function attributeFrom(datum: Datum, name: string): string {
  if (datum.kind === 'string') return datum.text
  if (datum.kind === 'word') return datum.text.toLowerCase()
  if (datum.kind !== 'number') return refuseKind(datum)
  return plainDecimal(numberIn(datum, /freq|rate/.test(name) ? 'S/s' : ''))
}

/**
 * The value that a datum stands for.
 * @param path of the setting
 * @throws ScpiError when it is none of the parameter's
 */
export function valueFrom(
  parameter: Parameter,
  datum: Datum,
  path: string,
  channels: readonly NumberedChannel[],
): SettingValue {
  switch (parameter.type) {
    case 'quantity':
    case 'count':
      return numberFrom(parameter, datum, path)
    case 'choice':
      return optionFrom(parameter, datum, path)
    case 'flag':
      return flagFrom(datum, path)
    case 'channel': {
      if (datum.kind !== 'word' && datum.kind !== 'string') return refuseKind(datum)
      const id = channelId(datum.text, channels)
      return id ?? (datum.kind === 'string' ? datum.text : refuse(-224, `there is no channel ${datum.text}`))
    }
    case 'text':
    case 'file':
      if (path.startsWith('device/')) return attributeFrom(datum, path)
      return datum.kind === 'string' ? datum.text : refuseKind(datum)
  }
}

/** As it is answered. */
export function valueText(
  parameter: Parameter,
  value: SettingValue,
  path: string,
  channels: readonly NumberedChannel[],
): string {
  switch (parameter.type) {
    case 'quantity':
    case 'count':
      return typeof value === 'number' ? numberText(value) : String(value).toUpperCase()
    case 'choice': {
      const notation = optionNotation(String(value), parameter)
      return notation === null ? quoted(String(value)) : shortForm(notation)
    }
    case 'flag':
      return value === true ? '1' : '0'
    case 'channel':
      return channelWord(String(value), channels) ?? quoted(String(value))
    case 'text':
    case 'file':
      return path.startsWith('device/') && /^-?\d+(\.\d+)?$/.test(String(value)) ? String(value) : quoted(String(value))
  }
}

/** What it takes, for the list of commands. */
export function takesOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'quantity': {
      const off = parameter.orOff ? ', OFF' : ''
      const unit = parameter.unit === '' ? '' : ` ${parameter.unit}`
      return `${parameter.least} to ${parameter.most}${unit}${off}${parameter.orAuto ? ', AUTO' : ''}`
    }
    case 'count':
      return `${parameter.least} to ${parameter.most} ${parameter.things}${parameter.orAuto ? ', AUTO' : ''}`
    case 'choice':
      return parameter.options.map((option) => optionNotation(option, parameter) ?? quoted(option)).join(', ')
    case 'flag':
      return 'ON, OFF'
    case 'channel':
      return 'CHANnel<n>'
    case 'text':
    case 'file':
      return 'text'
  }
}
