// The values of a trigger, as they depend on the channels there are: levels within a range, channels that exist, codes for volts.
import type { CodeTrigger } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { fail, say } from '#shared/errors.ts'
import type { Parameter, ParameterValue } from '#shared/kinds/parameter.ts'
import type { TriggerCommon } from '#shared/kinds/settings.ts'
import { type TriggerName, type TriggerSettings, triggers } from '#shared/kinds/triggers.ts'
import { channelName } from '#shared/names.ts'
import { fullScale, maxCode, minCode, voltsToCode } from '#shared/screen/codes.ts'
import type { Sentence } from '#shared/sentence.ts'
import { formatSi } from '#shared/units.ts'

/** Noise smaller than this, a sixty-fourth of full scale, does not fire the trigger on the way back through the level. */
const hysteresisCodes = 1024

type Values = Readonly<Record<string, ParameterValue>>

const parametersOf = (kind: TriggerName) => Object.entries<Parameter>(triggers[kind].parameters)

/** Names of the parameters that are channels. */
export function channelParameters(kind: TriggerName): readonly string[] {
  return parametersOf(kind).flatMap(([name, { type }]) => (type === 'channel' ? [name] : []))
}

/** Whether one of its channels is not there. */
export function isOfAbsent(settings: TriggerSettings, channels: readonly ChannelState[]): boolean {
  return channelParameters(settings.kind).some((name) => !channels.some(({ id }) => id === (settings as Values)[name]))
}

function beyondRange(volts: number, channel: ChannelState): Sentence {
  const { low, high } = fullScale(channel)
  const inUnit = (value: number): string => formatSi(value, channel.unit)
  return say`The trigger level of ${channelName(channel.index)} goes from ${inUnit(low)} to ${inUnit(high)}; ${inUnit(volts)} is outside.`
}

interface Level {
  readonly name: string
  readonly volts: number
  /** Whose volts these are. */
  readonly channel: ChannelState
}

/** The levels of a trigger; those of a channel that is not there are left out. */
function levelsOf(settings: TriggerSettings, channels: readonly ChannelState[]): readonly Level[] {
  const values = settings as Values
  return parametersOf(settings.kind).flatMap(([name, parameter]) => {
    if (parameter.type !== 'quantity' || parameter.unit !== 'V') return []
    const channel = channels.find(({ id }) => id === values[parameter.of ?? 'channel'])
    return channel === undefined ? [] : [{ name, volts: values[name] as number, channel }]
  })
}

/**
 * Channels that are not there, and levels beyond the range of a channel, are refused here, before anything is told to the analyser.
 * @throws EINVAL
 */
export function checkPossible(settings: TriggerSettings, channels: readonly ChannelState[], withLevels: boolean): void {
  for (const name of channelParameters(settings.kind)) {
    const id = (settings as Values)[name]
    if (!channels.some((one) => one.id === id))
      fail(
        'EINVAL',
        say`There is no channel '${String(id)}' to trigger on; there are ${channels.map((one) => one.id).join(', ')}.`,
      )
  }
  if (!withLevels) return
  for (const { volts, channel } of levelsOf(settings, channels)) {
    const code = Math.round(voltsToCode(volts, channel))
    if (!(code >= minCode && code <= maxCode)) fail('EINVAL', beyondRange(volts, channel))
  }
}

/** The same with every level in the range of its channel, but for those that are named. */
export function withinRange<S extends TriggerSettings>(
  settings: S,
  channels: readonly ChannelState[],
  except: object = {},
): S {
  const moved = levelsOf(settings, channels).flatMap(({ name, volts, channel }) => {
    const { low, high } = fullScale(channel)
    return Object.hasOwn(except, name) ? [] : [[name, Math.min(high, Math.max(low, volts))]]
  })
  return { ...settings, ...Object.fromEntries(moved) }
}

/**
 * The same on channels that are there: in the place of another comes one that the trigger does not use yet, if possible.
 * @param except what was asked for stays as it is
 */
export function onPresent<S extends TriggerSettings>(
  settings: S,
  channels: readonly ChannelState[],
  except: object = {},
): S {
  const values: Record<string, ParameterValue> = { ...(settings as Values) }
  const names = channelParameters(settings.kind)
  for (const name of names) {
    if (Object.hasOwn(except, name) || channels.some(({ id }) => id === values[name])) continue
    const used = names.map((one) => values[one])
    const other = channels.find(({ id }) => !used.includes(id)) ?? channels[0]
    if (other !== undefined) values[name] = other.id
  }
  return values as unknown as S
}

/** Names of the levels, of all kinds, that are those of a channel. */
export function levelNames(values: ReadonlyMap<string, ParameterValue>, id: string): readonly string[] {
  const all = (Object.keys(triggers) as TriggerName[]).flatMap(parametersOf)
  const own = all.flatMap(([name, one]) =>
    one.type === 'quantity' && one.unit === 'V' && values.get(one.of ?? 'channel') === id ? [name] : [],
  )
  return [...new Set(own)]
}

/** Whose direction a parameter says. */
const directions: ReadonlyMap<string, string> = new Map([
  ['slope', 'channel'],
  ['armSlope', 'armChannel'],
  ['polarity', 'channel'],
  ['armPolarity', 'armChannel'],
  ['state', 'channel'],
  ['stateB', 'channelB'],
  ['stateC', 'channelC'],
  ['stateD', 'channelD'],
])

/** In the codes of a channel that is turned over. */
const turned: Readonly<Record<string, string>> = {
  rising: 'falling',
  falling: 'rising',
  positive: 'negative',
  negative: 'positive',
  H: 'L',
  L: 'H',
}

/** The trigger in the terms of the samples; null: a channel of it is not there. */
export function inCodes(
  settings: TriggerSettings,
  common: TriggerCommon,
  channels: readonly ChannelState[],
  mode: CodeTrigger['mode'],
): CodeTrigger | null {
  const values: Record<string, unknown> = { ...(settings as Values) }
  for (const { name, volts, channel } of levelsOf(settings, channels)) values[name] = voltsToCode(volts, channel)
  for (const [name, of] of directions) {
    const direction = values[name]
    const channel = channels.find(({ id }) => id === values[of])
    if (typeof direction === 'string' && channel !== undefined && channel.scaleMillivolts < 0)
      values[name] = turned[direction] ?? direction
  }
  for (const name of channelParameters(settings.kind)) {
    const channel = channels.find(({ id }) => id === values[name])
    if (channel === undefined) return null
    values[name] = channel.index
  }
  const { hysteresis, noiseReject, holdoff, holdoffEvents } = common
  const fixedHysteresis = hysteresis === 'auto' ? null : byScanIndex(channels, hysteresis)
  const always = { mode, hysteresis: hysteresisCodes, noiseReject, fixedHysteresis, holdoff, holdoffEvents }
  return { ...values, ...always } as unknown as CodeTrigger
}

/** So many volts in codes of each channel. */
function byScanIndex(channels: readonly ChannelState[], volts: number): readonly number[] {
  const codes: number[] = []
  for (const channel of channels) codes[channel.index] = Math.abs((volts * 1000) / channel.scaleMillivolts)
  return codes
}
