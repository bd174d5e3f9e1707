// The acquisition mode: what is set on this side, the trace on the analyser's. (Run, stop and single are `acquisition.ts`.)
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { AcquisitionFields } from '#shared/contract/topics/acquisition.ts'
import { type AcquisitionName, type AcquisitionSettings, acquisitions } from '#shared/kinds/acquisitions.ts'
import type { Parameter, ParameterValue } from '#shared/kinds/parameter.ts'

/** The parameters of all modes, as `average.count`. */
export const acquisitionParameters: ReadonlyMap<string, Parameter> = new Map(
  Object.entries(acquisitions).flatMap(([kind, { parameters }]) =>
    Object.entries<Parameter>(parameters).map(([name, one]) => [`${kind}.${name}`, one] as const),
  ),
)

export class AcquisitionModeControl {
  readonly #analysis: Pick<AnalysisHost, 'setAcquisition'> | null
  #kind: AcquisitionName = 'sample'
  /** Of all modes: what is set stays while another one is chosen. */
  #values: ReadonlyMap<string, ParameterValue> = new Map(
    [...acquisitionParameters].map(([name, parameter]) => [name, parameter.default]),
  )

  constructor(analysis: Pick<AnalysisHost, 'setAcquisition'> | null) {
    this.#analysis = analysis
  }

  get kind(): AcquisitionName {
    return this.#kind
  }

  /** By the name of the mode and of the parameter. */
  get values(): ReadonlyMap<string, ParameterValue> {
    return this.#values
  }

  /** The mode that is chosen, with its own parameters. */
  get settings(): AcquisitionSettings {
    const names = Object.keys(acquisitions[this.#kind].parameters)
    const own = names.map((name) => [name, this.#values.get(`${this.#kind}.${name}`)])
    return { kind: this.#kind, ...Object.fromEntries(own) } as unknown as AcquisitionSettings
  }

  fields(): AcquisitionFields {
    return { acquisitionMode: this.settings }
  }

  /**
   * Records begin anew when anything of the mode at hand becomes another.
   * @param values by their names, checked; `mode` is the mode
   */
  set(values: ReadonlyMap<string, ParameterValue>): void {
    const before = JSON.stringify(this.settings)
    const next = new Map(this.#values)
    for (const [name, value] of values)
      if (name === 'mode') this.#kind = value as AcquisitionName
      else next.set(name, value)
    this.#values = next
    if (JSON.stringify(this.settings) !== before) this.#analysis?.setAcquisition(this.settings)
  }
}
