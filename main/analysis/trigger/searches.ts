// What finds the events of each kind of trigger: a row for every kind of shared/kinds/triggers.ts, or it does not compile.
import type { TriggerName } from '#shared/kinds/triggers.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import type { CodeTrigger } from './code-trigger.ts'
import { claimEdges, EdgeSearch } from './edge-search.ts'
import type { SearchKind, SearchTools, TriggerSearch } from './trigger-search.ts'

const kinds = {
  edge: {
    claim: claimEdges,
    create: ({ buffer, kernels, memory, log }) => new EdgeSearch(buffer, kernels, memory, log),
  } satisfies SearchKind<'edge', ReturnType<typeof claimEdges>>,
} as const satisfies { readonly [K in TriggerName]: object }

type Kinds = typeof kinds
/** The memory that each kind works in. */
type SearchMemory = { readonly [K in TriggerName]: ReturnType<Kinds[K]['claim']> }
type Rows = { readonly [K in TriggerName]: SearchKind<K, SearchMemory[K]> }

const rows: Rows = kinds
const names = Object.keys(rows) as TriggerName[]

/** Memory for the searches of all kinds. */
export function claimSearches(layout: MemoryLayout): SearchMemory {
  return Object.fromEntries(names.map((kind) => [kind, rows[kind].claim(layout)])) as unknown as SearchMemory
}

/** The searches of all kinds, of which one is at work. */
export class Searches {
  readonly #all: ReadonlyMap<TriggerName, TriggerSearch<TriggerName>>

  constructor(tools: Omit<SearchTools<never>, 'memory'>, memory: SearchMemory) {
    const create = <K extends TriggerName>(kind: K): TriggerSearch<K> =>
      rows[kind].create({ ...tools, memory: memory[kind] })
    this.#all = new Map(names.map((kind) => [kind, create(kind)]))
  }

  /** The search of this trigger's kind, configured; the others rest. */
  choose(trigger: CodeTrigger | null, scanIndexes: readonly number[]): TriggerSearch<TriggerName> {
    const chosen = this.#all.get(trigger?.kind ?? 'edge')!
    chosen.configure(trigger, scanIndexes)
    return chosen
  }
}
