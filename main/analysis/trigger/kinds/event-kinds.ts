// The events that can arm a trigger, and those that can follow one: of every kind that lives of the crossings of one channel.
import type { TriggerValues } from '#shared/kinds/triggers.ts'
import type { CodeTrigger, CodeTriggerOf } from '../code-trigger.ts'
import type { LineSearch } from '../search/line-search.ts'
import type { LineMemory, SearchTools } from '../search/trigger-search.ts'
import { DropoutSearch } from './dropout-search.ts'
import { LineEdgeSearch } from './line-edge-search.ts'
import { PulseSearch } from './pulse-search.ts'
import { RuntSearch } from './runt-search.ts'
import { SlewSearch } from './slew-search.ts'
import { WindowSearch } from './window-search.ts'

export type EventKind = TriggerValues<'sequence'>['event']
type EventSearch = LineSearch<EventKind>

const kinds: { readonly [K in EventKind]: new (tools: SearchTools<unknown>) => LineSearch<K> } = {
  edge: LineEdgeSearch,
  pulse: PulseSearch,
  runt: RuntSearch,
  window: WindowSearch,
  slew: SlewSearch,
  dropout: DropoutSearch,
}

/** The searches for one event, of which one is at work, and what it has found in the tile at hand. */
export class EventSearches {
  /** Samples of the events, oldest first; the line each is interpolated at; and scans from its instant to its sample. */
  readonly samples: number[] = []
  readonly lines: number[] = []
  readonly lags: number[] = []
  readonly #all: { readonly [K in EventKind]: LineSearch<K> }
  #chosen: EventSearch

  constructor(tools: SearchTools<unknown>, lines: LineMemory) {
    const log = {
      heldUntil: Number.NEGATIVE_INFINITY,
      push: (sample: number, line = 0) => this.#note(sample, line),
      pushAll: () => undefined,
      reckon: () => undefined,
    }
    const create = <K extends EventKind>(kind: K): LineSearch<K> => new kinds[kind]({ ...tools, log, lines })
    this.#all = {
      edge: create('edge'),
      pulse: create('pulse'),
      runt: create('runt'),
      window: create('window'),
      slew: create('slew'),
      dropout: create('dropout'),
    }
    this.#chosen = this.#all.edge as unknown as EventSearch
  }

  /** The one at work. */
  get chosen(): EventSearch {
    return this.#chosen
  }

  configure(trigger: CodeTriggerOf<EventKind> | null, scanIndexes: readonly number[], rate: number): void {
    this.#chosen = this.#all[trigger?.kind ?? 'edge'] as unknown as EventSearch
    this.#chosen.configure(trigger, scanIndexes, rate)
  }

  search(address: number, sample: number, scans: number): void {
    this.samples.length = this.lines.length = this.lags.length = 0
    this.#chosen.search(address, sample, scans)
  }

  /** The end of a time is at no crossing: it is taken to be at its sample. */
  #note(sample: number, line: number): void {
    this.samples.push(sample)
    this.lines.push(line)
    this.lags.push(this.#chosen.behind === 0 ? this.#chosen.lagOf(line, sample) : 0)
  }
}

type Armed = CodeTriggerOf<'nth' | 'sequence'>

/** What follows: its values have the very names of its kind. */
export function followerOf(trigger: Armed): CodeTriggerOf<EventKind> {
  return {
    ...trigger,
    kind: trigger.kind === 'sequence' ? trigger.event : 'edge',
  } as unknown as CodeTriggerOf<EventKind>
}

/** What arms: `arm` stands before the names of its values. */
export function armOf(trigger: Armed): CodeTriggerOf<EventKind> {
  const own = Object.entries(trigger as CodeTrigger).flatMap(([name, value]) =>
    name.startsWith('arm') ? [[name.charAt(3).toLowerCase() + name.slice(4), value]] : [],
  )
  return { ...trigger, ...Object.fromEntries(own) } as unknown as CodeTriggerOf<EventKind>
}
