// The settings of the search over the memory: which kind of trigger, and the parameters of all of them.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { searchSettings } from '#shared/kinds/settings.ts'
import { triggers } from '#shared/kinds/triggers.ts'
import type { SearchControl } from '../../control/search.ts'
import { type Branch, type Prepared, prepared, type Values } from './branch.ts'

const root = 'search.'

export class SearchBranch implements Branch {
  readonly isOfDevices = false
  readonly #search: SearchControl
  readonly #channels: () => readonly ChannelState[]

  constructor(search: SearchControl, channels: () => readonly ChannelState[]) {
    this.#search = search
    this.#channels = channels
  }

  /** The parameters of every kind: they stay while another one is chosen. */
  leaves(): ReadonlyMap<string, Parameter> {
    const parameters = Object.values(triggers).flatMap((kind) => Object.entries<Parameter>(kind.parameters))
    return new Map([
      ...Object.entries<Parameter>(searchSettings),
      ...parameters.map(([name, one]) => [`${root}${name}`, one] as const),
    ])
  }

  read(): Values {
    return new Map([...this.#search.values].map(([name, value]) => [`${root}${name}`, value] as const))
  }

  prepare(values: Values): Prepared {
    const named = Object.fromEntries([...values].map(([path, value]) => [path.slice(root.length), value]))
    return prepared(async (manner) => this.#search.set(named, this.#channels(), manner))
  }
}
