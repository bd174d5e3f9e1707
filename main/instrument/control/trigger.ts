// Trigger settings: volts on this side, codes on the analyser's.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { TriggerMode } from '#shared/contract/topics/trigger.ts'
import { changed, defaultsOf } from '#shared/kinds/kinds.ts'
import type { ParameterValue } from '#shared/kinds/parameter.ts'
import { defaultTriggerCommon, type TriggerCommon } from '#shared/kinds/settings.ts'
import { type TriggerChange, type TriggerName, type TriggerSettings, triggers } from '#shared/kinds/triggers.ts'
import { channelParameters, checkPossible, inCodes, onPresent, withinRange } from './trigger-values.ts'

export const defaultTrigger: TriggerSettings = defaultsOf(triggers, 'edge')

export class TriggerControl {
  readonly #analysis: AnalysisHost | null
  /** What each kind was set to last. */
  readonly #last = new Map<TriggerName, TriggerSettings>()
  #settings: TriggerSettings = defaultTrigger
  #mode: TriggerMode = 'auto'
  #common: TriggerCommon = defaultTriggerCommon
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

  /** What every kind has. */
  get common(): TriggerCommon {
    return this.#common
  }

  setCommon(change: Partial<TriggerCommon>, channels: readonly ChannelState[]): void {
    this.#common = { ...this.#common, ...change }
    this.apply(channels)
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
    // Nobody asked for the channels and levels that another kind begins with.
    const isOther = how === 'ask' && asked.kind !== this.#settings.kind
    const next = isOther ? withinRange(onPresent(asked, channels, request), channels, request) : asked
    checkPossible(next, channels, how === 'ask')
    this.#settings = next
    this.#last.set(next.kind, next)
    this.apply(channels)
  }

  /**
   * Goes on with another channel, at the same level as far as its range allows.
   * @param name the parameter that names it
   */
  moveTo(channel: ChannelState, channels: readonly ChannelState[], name = 'channel'): void {
    const moved = onPresent({ ...this.#settings, [name]: channel.id }, channels)
    this.set(withinRange(moved, channels), channels)
  }

  /** Tells the analyser again: a scale may have changed. */
  apply(channels: readonly ChannelState[]): void {
    this.#channels = channels
    const trigger = inCodes(this.#settings, this.#common, channels, this.#single ? 'single' : this.#mode)
    if (trigger !== null) this.#analysis?.setTrigger(trigger)
  }

  /** What a kind begins with: what it had last, on the channels of the kind at hand where its own are gone. */
  #begun(kind: TriggerName, channels: readonly ChannelState[]): TriggerSettings {
    const last = this.#last.get(kind)
    if (last === undefined) return this.#carriedTo(kind)
    const current = this.#settings as Readonly<Record<string, ParameterValue>>
    const isGone = (name: string): boolean =>
      Object.hasOwn(current, name) &&
      !channels.some(({ id }) => id === (last as Readonly<Record<string, ParameterValue>>)[name])
    const gone = channelParameters(kind).filter(isGone)
    return { ...last, ...Object.fromEntries(gone.map((name) => [name, current[name]])) } as TriggerSettings
  }

  /** A kind with its own values, but for those it shares with the kind at hand. */
  #carriedTo(kind: TriggerName): TriggerSettings {
    const own = defaultsOf(triggers, kind)
    const shared = Object.entries(this.#settings).filter(([name]) => name !== 'kind' && Object.hasOwn(own, name))
    return { ...own, ...Object.fromEntries(shared) } as TriggerSettings
  }
}
