// The settings of the acquisition mode: which, and the parameters of each.
import type { Parameter } from '#shared/kinds/parameter.ts'
import { acquisitionSettings } from '#shared/kinds/settings.ts'
import { type AcquisitionModeControl, acquisitionParameters } from '../../control/acquisition-mode.ts'
import { type Branch, type Prepared, prepared, type Values } from './branch.ts'

const root = 'acquisition.'

export class AcquisitionBranch implements Branch {
  readonly isOfDevices = false
  readonly #mode: AcquisitionModeControl

  constructor(mode: AcquisitionModeControl) {
    this.#mode = mode
  }

  /** The parameters of every mode: they stay while another one is chosen. */
  leaves(): ReadonlyMap<string, Parameter> {
    const parameters = [...acquisitionParameters].map(([name, one]) => [`${root}${name}`, one] as const)
    return new Map([...Object.entries<Parameter>(acquisitionSettings), ...parameters])
  }

  read(): Values {
    const { kind, values } = this.#mode
    return new Map([
      ['acquisition.mode', kind],
      ...[...values].map(([name, value]) => [`${root}${name}`, value] as const),
    ])
  }

  prepare(values: Values): Prepared {
    const named = new Map([...values].map(([path, value]) => [path.slice(root.length), value]))
    return prepared(async () => this.#mode.set(named))
  }
}
