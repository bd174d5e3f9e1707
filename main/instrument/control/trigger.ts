// Trigger settings: volts on this side, codes on the analyser's.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/channels.ts'
import type { TriggerSettings } from '#shared/contract/trigger.ts'
import { fail } from '#shared/errors.ts'
import { channelName } from '#shared/names.ts'
import { codeToVolts, maxCode, minCode, voltsToCode } from '#shared/screen/codes.ts'
import { formatSi } from '#shared/units.ts'

/** Noise smaller than this, a sixty-fourth of full scale, does not fire the trigger on the way back through the level. */
const hysteresisCodes = 1024

export const defaultTrigger: TriggerSettings = { mode: 'auto', channel: 'voltage0', slope: 'rising', levelVolts: 0 }

function beyondRange(volts: number, channel: ChannelState): string {
  const [low, high] = [minCode, maxCode].map((code) => formatSi(codeToVolts(code, channel), 'V'))
  return `The trigger level of ${channelName(channel.index)} goes from ${low} to ${high}; ${formatSi(volts, 'V')} is outside.`
}

export class TriggerControl {
  readonly #analysis: AnalysisHost | null
  #settings = defaultTrigger
  #channels: readonly ChannelState[] = []
  #single = false

  constructor(analysis: AnalysisHost | null) {
    this.#analysis = analysis
  }

  get settings(): TriggerSettings {
    return this.#settings
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

  /** @throws EINVAL for a channel that is not there or a level beyond the channel's range; nothing changes then. */
  set(request: Partial<TriggerSettings>, channels: readonly ChannelState[]): void {
    const next = { ...this.#settings, ...request }
    const channel = channels.find((one) => one.id === next.channel)
    if (channel === undefined) fail('EINVAL', `There is no channel '${next.channel}' to trigger on.`)
    const code = Math.round(voltsToCode(next.levelVolts, channel))
    if (!(code >= minCode && code <= maxCode)) fail('EINVAL', beyondRange(next.levelVolts, channel))
    this.#settings = next
    this.apply(channels)
  }

  /** Goes on with another channel, at the same level as far as its range allows. */
  moveTo(channel: ChannelState, channels: readonly ChannelState[]): void {
    const [low, high] = [minCode, maxCode].map((code) => codeToVolts(code, channel)) as [number, number]
    const levelVolts = Math.min(high, Math.max(low, this.#settings.levelVolts))
    this.set({ channel: channel.id, levelVolts }, channels)
  }

  /** Tells the analyser again: a scale may have changed. */
  apply(channels: readonly ChannelState[]): void {
    this.#channels = channels
    const { slope, levelVolts, channel: id } = this.#settings
    const channel = channels.find((one) => one.id === id)
    if (channel === undefined) return
    const mode = this.#single ? 'single' : this.#settings.mode
    const level = voltsToCode(levelVolts, channel)
    this.#analysis?.setTrigger({ mode, slope, scanIndex: channel.index, level, hysteresis: hysteresisCodes })
  }
}
