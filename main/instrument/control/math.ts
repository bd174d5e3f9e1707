// The math trace: what is set on this side, the function in codes on the analyser's.
import { type AnalysisHost, type CodeMath, unitsPerCodeOf } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { MathFields } from '#shared/contract/topics/math.ts'
import { fail, say } from '#shared/errors.ts'
import { unitFor } from '#shared/iio/channel-unit.ts'
import { type FunctionSettings, functions, inputsOf } from '#shared/kinds/functions.ts'
import type { Parameter, ParameterValue } from '#shared/kinds/parameter.ts'
import { codeToVolts } from '#shared/screen/codes.ts'

/** The parameters of all functions; a name that two of them share means the same in both. */
export const mathParameters: ReadonlyMap<string, Parameter> = new Map(
  Object.values(functions).flatMap(({ parameters }) => Object.entries<Parameter>(parameters)),
)

type FunctionId = FunctionSettings['kind']

export class MathControl {
  readonly #analysis: AnalysisHost | null
  #kind: FunctionId = 'off'
  /** Of all functions: what is set stays while another one is chosen. */
  #values: ReadonlyMap<string, ParameterValue> = new Map(
    [...mathParameters].map(([name, parameter]) => [name, parameter.default]),
  )
  /** What the analyser was told last. */
  #told: CodeMath | null = null
  /** The units of its channels. */
  #units: readonly string[] = []

  constructor(analysis: AnalysisHost | null) {
    this.#analysis = analysis
  }

  get kind(): FunctionId {
    return this.#kind
  }

  /** By the name of the parameter, of all functions. */
  get values(): ReadonlyMap<string, ParameterValue> {
    return this.#values
  }

  /** The function that is chosen, with its own parameters. */
  get settings(): FunctionSettings {
    const names = Object.keys(functions[this.#kind].parameters)
    const own = names.map((name) => [name, this.#values.get(name)])
    return { kind: this.#kind, ...Object.fromEntries(own) } as unknown as FunctionSettings
  }

  fields(): MathFields {
    const told = this.#told
    if (told === null) return { math: this.settings, mathTrace: null }
    const unit = unitFor(functions[told.settings.kind].unit, this.#units)
    return { math: this.settings, mathTrace: { unit, unitsPerCode: unitsPerCodeOf(told) } }
  }

  /**
   * @param values by the name of the parameter; `function` is the kind
   * @param how `restore`: it was so before, also where another device is captured now
   * @throws EINVAL for a channel that the captured device does not have; nothing changes then
   */
  set(
    values: ReadonlyMap<string, ParameterValue>,
    channels: readonly ChannelState[],
    how: 'ask' | 'restore' = 'ask',
  ): void {
    for (const [name, value] of values)
      if (how === 'ask' && mathParameters.get(name)?.type === 'channel' && !channels.some(({ id }) => id === value))
        fail('EINVAL', say`There is no channel '${String(value)}' to compute a math trace from.`)
    const next = new Map(this.#values)
    for (const [name, value] of values)
      if (name === 'function') this.#kind = value as FunctionId
      else next.set(name, value)
    this.#values = next
    this.follow(channels)
  }

  /** Tells the analyser what there is to compute now: a channel may be off, or have another scale. */
  follow(channels: readonly ChannelState[]): void {
    const next = this.#inCodes(channels)
    const inputs = inputsOf(this.settings)
    this.#units = inputs.map((id) => channels.find((one) => one.id === id)?.unit ?? 'V')
    if (JSON.stringify(next) === JSON.stringify(this.#told)) return
    this.#told = next
    this.#analysis?.setMath(next)
  }

  #inCodes(channels: readonly ChannelState[]): CodeMath | null {
    const { settings } = this
    if (settings.kind === 'off') return null
    const inputs = inputsOf(settings).flatMap((id) => {
      const channel = channels.find((one) => one.id === id && one.enabled)
      if (channel === undefined) return []
      return [
        {
          scanIndex: channel.index,
          unitsPerCode: channel.scaleMillivolts / 1000,
          unitsAtZero: codeToVolts(0, channel),
        },
      ]
    })
    return inputs.length === inputsOf(settings).length ? { settings, inputs } : null
  }
}
