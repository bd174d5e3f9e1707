// Trigger settings: volts on this side, codes on the analyser's.
import type { AnalysisHost, CodeTrigger } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { TriggerMode } from '#shared/contract/topics/trigger.ts'
import { fail, say } from '#shared/errors.ts'
import { changed, defaultsOf } from '#shared/kinds/kinds.ts'
import type { Parameter, ParameterValue } from '#shared/kinds/parameter.ts'
import { type TriggerChange, type TriggerName, type TriggerSettings, triggers } from '#shared/kinds/triggers.ts'
import { channelName } from '#shared/names.ts'
import { codeToVolts, maxCode, minCode, voltsToCode } from '#shared/screen/codes.ts'
import type { Sentence } from '#shared/sentence.ts'
import { formatSi } from '#shared/units.ts'

/** Noise smaller than this, a sixty-fourth of full scale, does not fire the trigger on the way back through the level. */
const hysteresisCodes = 1024

export const defaultTrigger: TriggerSettings = defaultsOf(triggers, 'edge')

function beyondRange(volts: number, channel: ChannelState): Sentence {
  const at = (code: number): string => formatSi(codeToVolts(code, channel), channel.unit)
  return say`The trigger level of ${channelName(channel.index)} goes from ${at(minCode)} to ${at(maxCode)}; ${formatSi(volts, channel.unit)} is outside.`
}

interface Level {
  readonly name: string
  readonly volts: number
  /** Whose volts these are. */
  readonly channel: ChannelState
}

/** The levels of a trigger; those of a channel that is not there are left out. */
function levelsOf(settings: TriggerSettings, channels: readonly ChannelState[]): readonly Level[] {
  const values = settings as Readonly<Record<string, ParameterValue>>
  return Object.entries<Parameter>(triggers[settings.kind].parameters).flatMap(([name, parameter]) => {
    if (parameter.type !== 'quantity' || parameter.unit !== 'V') return []
    const channel = channels.find(({ id }) => id === values[parameter.of ?? 'channel'])
    return channel === undefined ? [] : [{ name, volts: values[name] as number, channel }]
  })
}

/** Volts beyond the range of a channel are refused here, before anything is told to the analyser. */
function checkRange(levels: readonly Level[]): void {
  for (const { volts, channel } of levels) {
    const code = Math.round(voltsToCode(volts, channel))
    if (!(code >= minCode && code <= maxCode)) fail('EINVAL', beyondRange(volts, channel))
  }
}

/** The same with every level in the range of its channel, but for those that are named. */
function withinRange<S extends TriggerSettings>(
  settings: S,
  channels: readonly ChannelState[],
  except: object = {},
): S {
  const moved = levelsOf(settings, channels).flatMap(({ name, volts, channel }) => {
    const [low, high] = [minCode, maxCode].map((code) => codeToVolts(code, channel)) as [number, number]
    return Object.hasOwn(except, name) ? [] : [[name, Math.min(high, Math.max(low, volts))]]
  })
  return { ...settings, ...Object.fromEntries(moved) }
}

export class TriggerControl {
  readonly #analysis: AnalysisHost | null
  /** What each kind was set to last. */
  readonly #last = new Map<TriggerName, TriggerSettings>()
  #settings: TriggerSettings = defaultTrigger
  #mode: TriggerMode = 'auto'
  #channels: readonly ChannelState[] = []
  #single = false

  constructor(analysis: AnalysisHost | null) {
    this.#analysis = analysis
  }

  get settings(): TriggerSettings {
    return this.#settings
  }

  get mode(): TriggerMode {
    return this.#mode
  }

  /** Whether the analyser waits for one trigger only. */
  get isSingle(): boolean {
    return this.#single
  }

  /** One acquisition only, whatever the mode says, until taken back. Arms the trigger anew. */
  setSingle(single: boolean): void {
    this.#single = single
    this.apply(this.#channels)
  }

  setMode(mode: TriggerMode, channels: readonly ChannelState[]): void {
    this.#mode = mode
    this.apply(channels)
  }

  /**
   * @param how `restore`: it was so before, also where the range of the channel is another one now
   * @throws EINVAL for a channel that is not there or a level beyond the channel's range; nothing changes then.
   */
  set(request: TriggerChange, channels: readonly ChannelState[], how: 'ask' | 'restore' = 'ask'): void {
    const asked = changed(triggers, this.#settings, request, 'trigger', (kind) =>
      how === 'restore' ? this.#carriedTo(kind) : this.#begun(kind, channels),
    )
    // Nobody asked for the levels that another kind begins with.
    const next = how === 'ask' && asked.kind !== this.#settings.kind ? withinRange(asked, channels, request) : asked
    for (const [name, parameter] of Object.entries<Parameter>(triggers[next.kind].parameters)) {
      const id = (next as Readonly<Record<string, ParameterValue>>)[name]
      if (parameter.type === 'channel' && !channels.some((one) => one.id === id))
        fail(
          'EINVAL',
          say`There is no channel '${String(id)}' to trigger on; there are ${channels.map((one) => one.id).join(', ')}.`,
        )
    }
    if (how === 'ask') checkRange(levelsOf(next, channels))
    this.#settings = next
    this.#last.set(next.kind, next)
    this.apply(channels)
  }

  /** Goes on with another channel, at the same level as far as its range allows. */
  moveTo(channel: ChannelState, channels: readonly ChannelState[]): void {
    const moved = withinRange({ ...this.#settings, channel: channel.id }, channels)
    this.set(moved, channels)
  }

  /** Tells the analyser again: a scale may have changed. */
  apply(channels: readonly ChannelState[]): void {
    this.#channels = channels
    const settings = this.#settings
    const values = settings as Readonly<Record<string, ParameterValue>>
    const inCodes = new Map<string, ParameterValue>(
      levelsOf(settings, channels).map(({ name, volts, channel }) => [name, voltsToCode(volts, channel)]),
    )
    for (const [name, parameter] of Object.entries<Parameter>(triggers[settings.kind].parameters)) {
      if (parameter.type === 'channel') {
        const channel = channels.find(({ id }) => id === values[name])
        if (channel === undefined) return
        inCodes.set(name, channel.index)
      } else if (!inCodes.has(name)) inCodes.set(name, values[name]!)
    }
    this.#analysis?.setTrigger({
      kind: settings.kind,
      ...Object.fromEntries(inCodes),
      mode: this.#single ? 'single' : this.#mode,
      hysteresis: hysteresisCodes,
    } as unknown as CodeTrigger)
  }

  /** What a kind begins with: what it had last, on a channel that is there; else what it shares with the kind at hand. */
  #begun(kind: TriggerName, channels: readonly ChannelState[]): TriggerSettings {
    const last = this.#last.get(kind)
    if (last === undefined) return this.#carriedTo(kind)
    const current = this.#settings as Readonly<Record<string, ParameterValue>>
    const isGone = ([name, parameter]: [string, Parameter]): boolean =>
      parameter.type === 'channel' &&
      Object.hasOwn(current, name) &&
      !channels.some(({ id }) => id === (last as Readonly<Record<string, ParameterValue>>)[name])
    const gone = Object.entries<Parameter>(triggers[kind].parameters).filter(isGone)
    return { ...last, ...Object.fromEntries(gone.map(([name]) => [name, current[name]])) } as TriggerSettings
  }

  /** A kind with its own values, but for those it shares with the kind at hand. */
  #carriedTo(kind: TriggerName): TriggerSettings {
    const own = defaultsOf(triggers, kind)
    const shared = Object.entries(this.#settings).filter(([name]) => name !== 'kind' && Object.hasOwn(own, name))
    return { ...own, ...Object.fromEntries(shared) } as TriggerSettings
  }
}
