// Finds a trigger in the signal at hand: for an auto-set, and for a trigger whose channel was switched off.
import { fail, say } from '#shared/errors.ts'
import { levelOf } from '#shared/kinds/triggers.ts'
import type { InstrumentParts } from '../parts.ts'
import { type AutoSetChoice, chooseAutoSet } from './auto-set.ts'
import { lookAtSignal } from './signal-look.ts'
import { followedParameters, followingLevel, moveSentence, nextTriggerChannel } from './trigger-follow.ts'
import { isOfAbsent } from './trigger-values.ts'

type Parts = Pick<InstrumentParts, 'hub' | 'analysis' | 'trigger' | 'state' | 'stack'>

export class TriggerFinder {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Chooses a timebase, the trigger, and what to show of each channel; changes nothing.
   * @throws ENODATA when nothing was captured
   */
  async autoSet(): Promise<AutoSetChoice> {
    const { state } = this.#parts
    const summaries = await this.#look()
    if (summaries.length === 0)
      fail(
        'ENODATA',
        say`There are no samples to set the screen to yet. Run the capture with a channel on, and try again.`,
      )
    return chooseAutoSet(summaries, state.channels, state.samplingFrequencyHz)
  }

  /**
   * Moves the trigger when its channel is off and another one is on. Where another device is captured, by whatever way, each of
   * its channels that the device does not have becomes one that it has.
   * @param onLevel the level was set to what the new channel's signal crosses
   * @returns a sentence about it; null when it stays where it is
   */
  follow(onLevel: () => void): string | null {
    const { state, trigger } = this.#parts
    const sentences = followedParameters.flatMap((name) => {
      const settings = trigger.settings as { readonly channel: string; readonly armChannel?: string }
      const next = nextTriggerChannel(trigger.settings, state.channels, name)
      if (next === null) return []
      const before = state.channels.find(({ id }) => id === settings[name])
      trigger.moveTo(next, state.channels, name)
      if (name === 'channel') this.#settle(next.id, onLevel)
      return [moveSentence(before, next)]
    })
    if (isOfAbsent(trigger.settings, state.channels)) {
      const here = state.channels.find(({ id }) => id === trigger.settings.channel) ?? state.channels[0]
      if (here !== undefined) trigger.moveTo(here, state.channels)
    }
    return sentences.length === 0 ? null : [...new Set(sentences)].join(' ')
  }

  /**
   * The signal is another one: the trigger goes to a channel that is on, and to a level that its signal crosses.
   * @param onLevel the level was set
   */
  begin(onLevel: () => void): void {
    const { state, trigger } = this.#parts
    const isOn = state.channels.filter(({ enabled }) => enabled)
    const channel = isOn.find(({ id }) => id === trigger.settings.channel) ?? isOn[0]
    if (channel === undefined) return
    trigger.moveTo(channel, state.channels)
    this.#settle(channel.id, onLevel)
  }

  #settle(id: string, onLevel: () => void): void {
    void this.#findLevel(id).then(
      (found) => found && onLevel(),
      () => undefined,
    )
  }

  async #findLevel(id: string): Promise<boolean> {
    const { state, trigger } = this.#parts
    const levelVolts = levelOf(trigger.settings)
    if (levelVolts === null) return false
    const summaries = await this.#look()
    const channel = state.channels.find((one) => one.id === id)
    const summary = summaries.find(({ scanIndex }) => scanIndex === channel?.index)
    // Someone may have chosen another one meanwhile.
    const isStill = trigger.settings.channel === id && levelOf(trigger.settings) === levelVolts
    if (channel === undefined || summary === undefined || !isStill) return false
    const level = followingLevel(levelVolts, summary, channel)
    if (level === levelVolts) return false
    trigger.set({ level }, state.channels)
    return true
  }

  async #look() {
    const { hub, analysis, stack } = this.#parts
    return analysis === null ? [] : lookAtSignal({ hub, analysis, clock: stack.runtime.clock })
  }
}
