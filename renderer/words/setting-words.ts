// Settings in words: their names, their values, and a change of them.

import type { SettingChange, SettingValue } from '#shared/contract/topics/settings.ts'
import { firstDerived } from '#shared/frame/sections.ts'
import { acquisitions } from '#shared/kinds/acquisitions.ts'
import { functions } from '#shared/kinds/functions.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { screenSettings } from '#shared/kinds/screen-settings.ts'
import {
  acquisitionSettings,
  bufferSettings,
  channelSettings,
  cursorSettings,
  inputSettings,
  mathSettings,
  measurementSettings,
  searchSettings,
  segmentSettings,
  triggerSettings,
} from '#shared/kinds/settings.ts'
import { triggers } from '#shared/kinds/triggers.ts'
import { channelName, mathTraceId } from '#shared/names.ts'
import { formatBytes } from '#shared/units.ts'
import { formatSetting, groupDigits } from '../kit/format/figures.ts'

const ofModes = Object.entries(acquisitions).flatMap(([kind, { parameters }]) =>
  Object.entries<Parameter>(parameters).map(([name, one]) => [`acquisition.${kind}.${name}`, one] as const),
)

const own: ReadonlyMap<string, Parameter> = new Map([
  ...Object.entries<Parameter>({
    ...screenSettings,
    ...bufferSettings,
    ...triggerSettings,
    ...searchSettings,
    ...segmentSettings,
    ...mathSettings,
    ...measurementSettings,
    ...acquisitionSettings,
  }),
  ...Object.entries<Parameter>(cursorSettings).map(([name, one]) => [`cursors.${name}`, one] as const),
  ...Object.values(triggers).flatMap(({ parameters }) =>
    Object.entries<Parameter>(parameters).flatMap(([name, one]) =>
      ['trigger', 'search'].map((root) => [`${root}.${name}`, one] as const),
    ),
  ),
  ...Object.values(functions).flatMap(({ parameters }) =>
    Object.entries<Parameter>(parameters).map(([name, one]) => [`math.${name}`, one] as const),
  ),
  ...ofModes,
])

const ofChannels: Readonly<Record<string, Parameter>> = { ...channelSettings, ...inputSettings }

/** Whose settings stand behind a path, as a person reads it. */
const owners: Readonly<Record<string, string>> = {
  trigger: 'trigger',
  search: 'search',
  math: 'math',
  cursors: 'cursor',
  'acquisition.average': 'average',
  'acquisition.envelope': 'envelope',
  acquisition: 'acquisition',
}

/** A text that is longer is cut. */
const longestText = 40

interface Known {
  readonly name: string
  readonly parameter: Parameter | null
}

/** `voltage1` as it is known on the screen: `CH2`. */
export function channelWords(id: string): string {
  if (id === mathTraceId) return channelName(firstDerived)
  const number = /^voltage(\d+)$/.exec(id)?.[1]
  return number === undefined ? id : channelName(Number(number))
}

function known(path: string): Known {
  const parameter = own.get(path)
  if (parameter !== undefined) {
    const owner = Object.keys(owners).find((one) => path.startsWith(`${one}.`))
    const subject = parameter.name.toLowerCase()
    return { name: owner === undefined ? subject : `${owners[owner]} ${subject}`, parameter }
  }
  const [, id, name] = /^channels\.(.+)\.(\w+)$/.exec(path) ?? []
  if (id !== undefined && name !== undefined && name in ofChannels) {
    const one = ofChannels[name]!
    return { name: `${channelWords(id)} ${one.name.toLowerCase()}`, parameter: one }
  }
  const attribute = path.replace(/^device\/[^/]+\//, '')
  const [channel = '', rest] = attribute.split('/')
  return { name: rest === undefined ? attribute : `${channelWords(channel)} ${rest}`, parameter: null }
}

/** `trigger level`, `CH2 scale`, `CH1 source_frequency`. @param device the captured one; an attribute of another has its name first */
export function settingName(path: string, device: string): string {
  const [, owner] = /^device\/([^/]+)\//.exec(path) ?? []
  const { name } = known(path)
  return owner === undefined || owner === device ? name : `${owner} ${name}`
}

/** `500 mV`, `64 KiB`, `on`, `CH2`; of a value that has no unit here the value itself. */
export function settingValue(value: SettingValue, parameter: Parameter | null): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (parameter?.type === 'quantity' && parameter.orOff && value === 0) return 'off'
  if (typeof value === 'number' && parameter?.type === 'quantity') return formatSetting(value, parameter.unit)
  if (typeof value === 'number' && parameter?.type === 'count')
    return parameter.things === 'bytes' ? formatBytes(value) : groupDigits(value)
  const text = parameter?.type === 'channel' ? channelWords(String(value)) : String(value)
  if (text === '') return 'nothing'
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text
}

/** `trigger level 0.5 V → 0.2 V` */
export function changeWords({ path, from, to }: SettingChange): string {
  const { name, parameter } = known(path)
  return `${name} ${settingValue(from, parameter)} → ${settingValue(to, parameter)}`
}

/** What a step is about: its first settings, with the value now and the value then. @param turned it would be taken back */
export function stepWords(step: readonly SettingChange[], turned: boolean): string {
  const most = 3
  const told = step
    .slice(0, most)
    .map(({ path, from, to }) => changeWords(turned ? { path, from: to, to: from } : { path, from, to }))
  return told.join(', ') + (step.length > most ? ', …' : '')
}
