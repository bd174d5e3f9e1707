// What finds the events of each kind of trigger: a row for every kind of shared/kinds/triggers.ts, or it does not compile.
import type { TriggerName } from '#shared/kinds/triggers.ts'
import type { MemoryLayout } from '../../stream/memory-layout.ts'
import type { CodeTrigger } from '../code-trigger.ts'
import {
  claimArms,
  claimLines,
  type LineMemory,
  type SearchKind,
  type SearchTools,
  type TriggerSearch,
} from '../search/trigger-search.ts'
import { DropoutSearch } from './dropout-search.ts'
import { claimEdges, EdgeSearch } from './edge-search.ts'
import { NthSearch } from './nth-search.ts'
import { PatternSearch } from './pattern-search.ts'
import { PulseSearch } from './pulse-search.ts'
import { RuntSearch } from './runt-search.ts'
import { SequenceSearch } from './sequence-search.ts'
import { SlewSearch } from './slew-search.ts'
import { WindowSearch } from './window-search.ts'

/** A kind that lives of crossings: its memory is that of all such. */
function ofLines<K extends TriggerName>(search: new (tools: SearchTools<unknown>) => TriggerSearch<K>) {
  return { claim: () => null, create: (tools) => new search(tools) } satisfies SearchKind<K, null>
}

const kinds = {
  edge: {
    claim: claimEdges,
    create: ({ buffer, kernels, memory, log }) => new EdgeSearch(buffer, kernels, memory, log),
  } satisfies SearchKind<'edge', ReturnType<typeof claimEdges>>,
  pulse: ofLines<'pulse'>(PulseSearch),
  runt: ofLines<'runt'>(RuntSearch),
  window: ofLines<'window'>(WindowSearch),
  slew: ofLines<'slew'>(SlewSearch),
  dropout: ofLines<'dropout'>(DropoutSearch),
  pattern: ofLines<'pattern'>(PatternSearch),
  nth: ofLines<'nth'>(NthSearch),
  sequence: ofLines<'sequence'>(SequenceSearch),
} as const satisfies { readonly [K in TriggerName]: object }

type Kinds = typeof kinds
/** The memory that each kind works in. */
type KindMemory = { readonly [K in TriggerName]: ReturnType<Kinds[K]['claim']> }
type SearchMemory = KindMemory & { readonly lines: LineMemory; readonly arms: LineMemory }
type Rows = { readonly [K in TriggerName]: SearchKind<K, KindMemory[K]> }

const rows: Rows = kinds
const names = Object.keys(rows) as TriggerName[]

/** Memory for the searches of all kinds. */
export function claimSearches(layout: MemoryLayout): SearchMemory {
  const ofKinds = Object.fromEntries(names.map((kind) => [kind, rows[kind].claim(layout)])) as unknown as KindMemory
  return { ...ofKinds, lines: claimLines(layout), arms: claimArms(layout) }
}

/** The searches of all kinds, of which one is at work. */
export class Searches {
  readonly #all: ReadonlyMap<TriggerName, TriggerSearch<TriggerName>>

  constructor(tools: Omit<SearchTools<never>, 'memory' | 'lines' | 'arms'>, memory: SearchMemory) {
    const create = <K extends TriggerName>(kind: K): TriggerSearch<K> =>
      rows[kind].create({ ...tools, lines: memory.lines, arms: memory.arms, memory: memory[kind] })
    this.#all = new Map(names.map((kind) => [kind, create(kind)]))
  }

  /** The search of this trigger's kind, configured; the others rest. */
  choose(trigger: CodeTrigger | null, scanIndexes: readonly number[], rate: number): TriggerSearch<TriggerName> {
    const chosen = this.#all.get(trigger?.kind ?? 'edge')!
    chosen.configure(trigger, scanIndexes, rate)
    return chosen
  }
}
