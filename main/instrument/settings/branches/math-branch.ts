// The settings of the math trace: which function, and its parameters.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { mathSettings } from '#shared/kinds/settings.ts'
import { type MathControl, mathParameters } from '../../control/math.ts'
import { type Branch, type Prepared, prepared, type Values } from './branch.ts'

const root = 'math.'

export class MathBranch implements Branch {
  readonly isOfDevices = false
  readonly #math: MathControl
  readonly #channels: () => readonly ChannelState[]

  constructor(math: MathControl, channels: () => readonly ChannelState[]) {
    this.#math = math
    this.#channels = channels
  }

  /** The parameters of every function: they stay while another one is chosen. */
  leaves(): ReadonlyMap<string, Parameter> {
    const parameters = [...mathParameters].map(([name, one]) => [`${root}${name}`, one] as const)
    return new Map([...Object.entries<Parameter>(mathSettings), ...parameters])
  }

  read(): Values {
    const { kind, values } = this.#math
    return new Map([['math.function', kind], ...[...values].map(([name, value]) => [`${root}${name}`, value] as const)])
  }

  prepare(values: Values): Prepared {
    const named = new Map([...values].map(([path, value]) => [path.slice(root.length), value]))
    return prepared(async (manner) => this.#math.set(named, this.#channels(), manner))
  }
}
