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

/** Volts beyond the range of a channel are refused here, before anything is told to the analyser. */
function checkRange(settings: TriggerSettings, channel: ChannelState): void {
  for (const [name, parameter] of Object.entries<Parameter>(triggers[settings.kind].parameters)) {
    if (parameter.type !== 'quantity' || parameter.unit !== 'V') continue
    const volts = settings[name as keyof TriggerSettings] as number
    const code = Math.round(voltsToCode(volts, channel))
    if (!(code >= minCode && code <= maxCode)) fail('EINVAL', beyondRange(volts, channel))
  }
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
    const next = changed(triggers, this.#settings, request, 'trigger', (kind) => this.#last.get(kind))
    const channel = channels.find((one) => one.id === next.channel)
    if (channel === undefined) fail('EINVAL', say`There is no channel '${next.channel}' to trigger on.`)
    if (how === 'ask') checkRange(next, channel)
    this.#settings = next
    this.#last.set(next.kind, next)
    this.apply(channels)
  }

  /** Goes on with another channel, at the same level as far as its range allows. */
  moveTo(channel: ChannelState, channels: readonly ChannelState[]): void {
    const [low, high] = [minCode, maxCode].map((code) => codeToVolts(code, channel)) as [number, number]
    this.set({ channel: channel.id, level: Math.min(high, Math.max(low, this.#settings.level)) }, channels)
  }

  /** Tells the analyser again: a scale may have changed. */
  apply(channels: readonly ChannelState[]): void {
    this.#channels = channels
    const settings = this.#settings
    const channel = channels.find((one) => one.id === settings.channel)
    if (channel === undefined) return
    const inCodes = Object.entries<Parameter>(triggers[settings.kind].parameters).map(([name, parameter]) => {
      const value = settings[name as keyof TriggerSettings] as ParameterValue
      if (parameter.type === 'channel') return [name, channel.index]
      const isLevel = parameter.type === 'quantity' && parameter.unit === 'V'
      return [name, isLevel ? voltsToCode(value as number, channel) : value]
    })
    this.#analysis?.setTrigger({
      kind: settings.kind,
      ...Object.fromEntries(inCodes),
      mode: this.#single ? 'single' : this.#mode,
      hysteresis: hysteresisCodes,
    } as unknown as CodeTrigger)
  }
}
