// What finds the events of one kind of trigger in the samples.
import type { TriggerName } from '#shared/kinds/triggers.ts'
import type { AnalysisKernels } from '../../stream/kernels-used.ts'
import type { MemoryLayout } from '../../stream/memory-layout.ts'
import { tileBytes } from '../../stream/tile.ts'
import type { CodeTriggerOf } from '../code-trigger.ts'

/** A line has a state of its own; one channel has four lines at most. */
export const mostLines = 16
const linesOfChannel = 4

/** Memory of all searches that find crossings: one of them is at work. */
export interface LineMemory {
  /** i32 for each line: its state. */
  readonly states: number
  /** u32 words of the crossings of one tile. */
  readonly words: number
}

/** @param lines of one channel, at most */
export function claimLines(layout: MemoryLayout, lines = linesOfChannel): LineMemory {
  return { states: layout.takeZeroed(4 * mostLines), words: layout.take((tileBytes / 2) * 4 * lines) }
}

/** Of the search for what arms: one event has two levels of one channel at most. */
export function claimArms(layout: MemoryLayout): LineMemory {
  return claimLines(layout, 2)
}

/** A level of a channel: the channel's position in the scan, and a code. */
export interface TriggerLine {
  readonly channel: number
  readonly level: number
}

/** Where a search puts what it finds. */
export interface EventSink {
  /** Sample from which on an event may count, as far as time holds it off. */
  readonly heldUntil: number
  /**
   * An event, which is not earlier than the one before it.
   * @param line which of the search's lines it is interpolated at
   */
  push(sample: number, line?: number): void
  /**
   * Many of them at once, all at the first line.
   * @param offsets scans from `sample` to each, in the places from `from` up to `until`
   */
  pushAll(offsets: Uint32Array, from: number, until: number, sample: number): void
  /** Events that were not told one by one, because all of them are held off. */
  reckon(events: number): void
}

/** Looks for the events of one kind, tile by tile, as if there were no tiles, and puts them into the log. */
export interface TriggerSearch<K extends TriggerName> {
  /** False when there is no trigger or its channel is not in the scan. */
  readonly isActive: boolean
  /** What is searched, the lines at which an event may be; the trigger's own channel first. */
  readonly lines: readonly TriggerLine[]
  /** Scans from the crossing that is interpolated to the event, if the event is not at it. */
  readonly behind?: number
  /**
   * What is searched from now on, in a stream whose channels have these scan indexes and so many scans a second; null:
   * nothing.
   */
  configure(trigger: CodeTriggerOf<K> | null, scanIndexes: readonly number[], rate: number): void
  /** From the lowest to the highest code that a channel had of late. */
  setSpan(codes: number, channel: number): void
  /** Events nearer than this to the one before need not be told: the log passes them over. */
  setHoldoff(scans: number): void
  /** Forgets what came before. */
  restart(): void
  /** Searches `scans` scans at `address`, the first of which is `sample`. */
  search(address: number, sample: number, scans: number): void
}

export interface SearchTools<Memory> {
  readonly buffer: SharedArrayBuffer
  readonly kernels: AnalysisKernels
  readonly log: EventSink
  /** What all searches for crossings work in. */
  readonly lines: LineMemory
  /** And what those for what arms another one do. */
  readonly arms: LineMemory
  /** What the kind has claimed. */
  readonly memory: Memory
}

/** A kind's claim of memory, and its search. */
export interface SearchKind<K extends TriggerName, Memory> {
  claim(layout: MemoryLayout): Memory
  create(tools: SearchTools<Memory>): TriggerSearch<K>
}
