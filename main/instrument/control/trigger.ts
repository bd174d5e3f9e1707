// Trigger settings: volts on this side, codes on the analyser's.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { TriggerMode } from '#shared/contract/topics/trigger.ts'
import { changed, defaultsOf } from '#shared/kinds/kinds.ts'
import type { Parameter, ParameterValue } from '#shared/kinds/parameter.ts'
import { defaultTriggerCommon, type TriggerCommon } from '#shared/kinds/settings.ts'
import { type TriggerChange, type TriggerName, type TriggerSettings, triggers } from '#shared/kinds/triggers.ts'
import { checkPossible, inCodes, levelNames, onPresent, withinRange } from './trigger-values.ts'

export const defaultTrigger: TriggerSettings = defaultsOf(triggers, 'edge')

/** What the parameters of all kinds begin with; a name that kinds share is the same parameter in all of them. */
const defaultValues: ReadonlyMap<string, ParameterValue> = new Map(
  Object.values(triggers).flatMap(({ parameters }) =>
    Object.entries<Parameter>(parameters).map(([name, one]) => [name, one.default]),
  ),
)

export class TriggerControl {
  readonly #analysis: Pick<AnalysisHost, 'setTrigger'> | null
  /** Of all kinds: what is set stays while another kind is chosen. */
  #values = defaultValues
  #settings: TriggerSettings = defaultTrigger
  #mode: TriggerMode = 'auto'
  #common: TriggerCommon = defaultTriggerCommon
  #channels: readonly ChannelState[] = []
  #single = false
  readonly #mayBeAbsent: boolean

  /** @param mayBeAbsent what was so before is so again on a device that has no such channel; nothing is told to the analyser then */
  constructor(analysis: Pick<AnalysisHost, 'setTrigger'> | null, mayBeAbsent = false) {
    this.#analysis = analysis
    this.#mayBeAbsent = mayBeAbsent
  }

  get settings(): TriggerSettings {
    return this.#settings
  }

  /** By the name of the parameter, of all kinds. */
  get values(): ReadonlyMap<string, ParameterValue> {
    return this.#values
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
   * @param how `restore`: it was so before, also where the range of the channel is another one now; values of another kind than
   * the one in force are kept for it
   * @throws EINVAL for a channel that is not there or a level beyond the channel's range; nothing changes then.
   */
  set(request: TriggerChange, channels: readonly ChannelState[], how: 'ask' | 'restore' = 'ask'): void {
    const kind = request.kind ?? this.#settings.kind
    const isKept = ([name]: [string, unknown]): boolean =>
      how === 'restore' && name !== 'kind' && !Object.hasOwn(triggers[kind].parameters, name)
    const kept = Object.entries<ParameterValue | undefined>(request).filter(isKept)
    const own = Object.fromEntries(Object.entries(request).filter((one) => !isKept(one))) as TriggerChange
    const asked = changed(triggers, this.#settings, own, 'trigger', (one) => this.#ofKind(one))
    // Nobody asked for the channels and levels that another kind begins with.
    const isOther = how === 'ask' && asked.kind !== this.#settings.kind
    const next = isOther ? withinRange(onPresent(asked, channels, own), channels, own) : asked
    if (how === 'ask' || !this.#mayBeAbsent) checkPossible(next, channels, how === 'ask')
    const { kind: _, ...values } = next
    this.#values = new Map([...this.#values, ...(kept as [string, ParameterValue][]), ...Object.entries(values)])
    this.#settings = next
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

  /** The figures of a channel have become others: its levels stay where they are in its signal. */
  rescale(id: string, scaled: (value: number) => number, channels: readonly ChannelState[]): void {
    const levels = levelNames(this.#values, id).map((name) => [name, scaled(this.#values.get(name) as number)] as const)
    this.#values = new Map([...this.#values, ...levels])
    const { hysteresis } = this.#common
    if (hysteresis !== 'auto' && this.#settings.channel === id)
      this.#common = { ...this.#common, hysteresis: scaled(hysteresis) }
    this.#settings = withinRange(this.#ofKind(this.#settings.kind), channels)
    const { kind: _, ...own } = this.#settings
    this.#values = new Map([...this.#values, ...Object.entries(own)])
    this.apply(channels)
  }

  /** Tells the analyser again: a scale may have changed. */
  apply(channels: readonly ChannelState[]): void {
    this.#channels = channels
    const trigger = inCodes(this.#settings, this.#common, channels, this.#single ? 'single' : this.#mode)
    if (trigger !== null) this.#analysis?.setTrigger(trigger)
  }

  /** What a kind begins with. */
  #ofKind(kind: TriggerName): TriggerSettings {
    const own = Object.keys(triggers[kind].parameters).map((name) => [name, this.#values.get(name)])
    return { kind, ...Object.fromEntries(own) } as unknown as TriggerSettings
  }
}
