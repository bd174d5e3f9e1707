// The search over the memory: what is looked for in volts and names on this side, in codes on the analyser's, and what was found.
import type { AnalysisHost, CodeTrigger } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { SearchedEvent, SearchFields, SearchFigures } from '#shared/contract/topics/memory/search.ts'
import type { ParameterValue } from '#shared/kinds/parameter.ts'
import type { TriggerChange } from '#shared/kinds/triggers.ts'
import { defaultTrigger, TriggerControl } from './trigger.ts'

export class SearchControl {
  readonly #searching: AnalysisHost['searching'] | null
  #isOn = false
  /** What is looked for: a trigger that nothing waits for. */
  readonly #wanted: TriggerControl
  #inCodes: CodeTrigger | null = null
  #told = 'null'

  constructor(analysis: Pick<AnalysisHost, 'searching'> | null) {
    this.#searching = analysis?.searching ?? null
    const take = (trigger: CodeTrigger): void => {
      this.#inCodes = trigger
    }
    this.#wanted = new TriggerControl({ setTrigger: take }, true)
  }

  /** By the name of the setting, of all kinds. */
  get values(): ReadonlyMap<string, ParameterValue> {
    const { hysteresis, noiseReject } = this.#wanted.common
    const kind = this.#isOn ? this.#wanted.settings.kind : 'off'
    return new Map<string, ParameterValue>([
      ['kind', kind],
      ...this.#wanted.values,
      ...Object.entries({ hysteresis, noiseReject }),
    ])
  }

  fields(): SearchFields {
    const { hysteresis, noiseReject } = this.#wanted.common
    return { searchOn: this.#isOn, search: this.#wanted.settings, searchCommon: { hysteresis, noiseReject } }
  }

  /**
   * @param values by the name of the setting; the kind `off` looks for nothing
   * @param how see {@link TriggerControl.set}
   * @throws as that does; nothing changes then
   */
  set(
    values: Readonly<Record<string, ParameterValue>>,
    channels: readonly ChannelState[],
    how: 'ask' | 'restore' = 'ask',
  ): void {
    const { kind, hysteresis, noiseReject, ...others } = values
    const change = { ...others, ...(kind === undefined || kind === 'off' ? {} : { kind }) } as TriggerChange
    if (Object.keys(change).length > 0) this.#wanted.set(change, channels, how)
    const common = Object.entries({ hysteresis, noiseReject }).filter(([, value]) => value !== undefined)
    if (common.length > 0) this.#wanted.setCommon(Object.fromEntries(common), channels)
    if (kind !== undefined) this.#isOn = kind !== 'off'
    // Which kind it was is no setting: what can be set while it is off does not depend on it.
    if (!this.#isOn) this.#wanted.set({ kind: defaultTrigger.kind }, channels, 'restore')
    this.apply(channels)
  }

  /** The levels of a channel, in what it measures, are so many times what they were. See {@link TriggerControl.rescale}. */
  rescale(id: string, scaled: (value: number) => number, channels: readonly ChannelState[]): void {
    this.#wanted.rescale(id, scaled, channels)
  }

  /** Tells the analyser again when a scale has changed: it begins anew then. */
  apply(channels: readonly ChannelState[]): void {
    this.#inCodes = null
    this.#wanted.apply(channels)
    const next = this.#isOn ? this.#inCodes : null
    const told = JSON.stringify(next)
    if (told === this.#told) return
    this.#told = told
    this.#searching?.set(next)
  }

  /** Null: nothing is looked for, or its channel is off. @throws ENODEV while the analysis is not there; EIO when it ends meanwhile */
  async figures(): Promise<SearchFigures | null> {
    const found = this.#isOn ? ((await this.#searching?.figures()) ?? null) : null
    if (found === null) return null
    const { samplingFrequencyHz: rate, oldest, end, scans, searchedScans, count, listed, between, newest } = found
    return {
      kind: this.#wanted.settings.kind,
      epoch: found.epoch,
      samplingFrequencyHz: rate,
      oldestSample: oldest,
      newestSample: end,
      share: scans > 0 ? Math.min(1, searchedScans / scans) : 1,
      isDone: found.isDone,
      ...{ count, listed, marks: found.marks },
      perSecond: searchedScans > 0 ? (count * rate) / searchedScans : 0,
      longestSeconds: between === null ? null : between.longest / rate,
      shortestSeconds: between === null ? null : between.shortest / rate,
      longestAtSample: between?.longestAt ?? null,
      lastSample: newest,
      lastSecondsAgo: newest === null ? null : Math.max(0, (end - newest) / rate),
    }
  }

  /** Of a stream of this rate: see `searchedEvents` of the contract. @throws as {@link figures} */
  async events(at: number | null, before: number, most: number, rate: number): Promise<readonly SearchedEvent[]> {
    const found = this.#isOn ? ((await this.#searching?.events(at, before, most)) ?? []) : []
    return found.map(({ sample, instant, ordinal, scansBefore }) => ({
      ...{ sample, ordinal, lag: sample - instant, seconds: instant / rate },
      secondsBefore: scansBefore === null ? null : scansBefore / rate,
    }))
  }
}
