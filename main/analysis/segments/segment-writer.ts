// Copies the scans around triggers out of the blocks into the store: all at once, as long as they lie in one block (the kernel), and
// one by one where a segment reaches from one block into the next, or a scan around its crossing is not there.
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { mostLines } from '../trigger/search/trigger-search.ts'
import { codesOf, lagOf, type TriggerEdge } from '../trigger/trigger-instant.ts'
import type { PendingTriggers } from './pending-triggers.ts'
import type { Account } from './segment-account.ts'
import { around, type SegmentMemory } from './segment-memory.ts'
import { SegmentStore } from './segment-store.ts'

export interface SegmentTools {
  readonly buffer: SharedArrayBuffer
  readonly kernels: Pick<AnalysisKernels, 'copy' | 'keepSegments'>
  readonly memory: SegmentMemory
  readonly blocks: BlockIndex
}

// Places in the kernel's form, and how many numbers a line has.
const place = {
  channels: 0,
  scans: 1,
  before: 2,
  behind: 3,
  lines: 4,
  least: 5,
  most: 6,
  rearm: 7,
  firstLine: 8,
} as const
const perLine = 2

export class SegmentWriter {
  readonly store: SegmentStore
  readonly #tools: SegmentTools
  readonly #codes: Int16Array
  readonly #form: Float64Array
  #edge: TriggerEdge | null = null
  /** Scans of a segment before its trigger, and from there on. */
  #before = 0
  #after = 1
  /** The block that was last copied from. */
  #position = -1
  #oldestRead = Number.POSITIVE_INFINITY

  constructor(tools: SegmentTools) {
    this.#tools = tools
    this.#codes = new Int16Array(tools.buffer)
    this.#form = new Float64Array(tools.buffer, tools.memory.form, place.firstLine + perLine * mostLines)
    this.store = new SegmentStore(tools.buffer, tools.memory.store)
  }

  /** Where instants are interpolated from now on; null: nowhere. */
  set edge(edge: TriggerEdge | null) {
    this.#edge = edge
  }

  /** Segments are of this form from now on; those there were are gone. Returns how many there is room for. */
  configure(scans: number, before: number, channels: number): number {
    this.#before = before
    this.#after = scans - before
    return this.store.configure(scans, channels)
  }

  /** Other blocks than before. */
  begin(): void {
    this.#position = -1
  }

  /** The oldest sample read since this was last asked; Infinity: none was. */
  takeOldestRead(): number {
    const oldest = this.#oldestRead
    this.#oldestRead = Number.POSITIVE_INFINITY
    return oldest
  }

  /** Keeps the segments of all triggers whose scans have come, up to the sample `end`, and notes that in the account. */
  keep(pending: PendingTriggers, end: number, account: Account): void {
    let ready = pending.before(end - Math.max(around, this.#after) + 1)
    if (ready === 0) return
    this.#fillForm()
    while (ready > 0) {
      const kept = this.#keepOfBlock(pending, ready, account)
      pending.drop(kept)
      ready -= kept
      if (ready === 0) break
      this.#keepOne(pending.sample(0), pending.line(0), account)
      pending.drop(1)
      ready--
    }
    pending.compact()
  }

  /** The distances of all segments that there are, anew. */
  measureAnew(account: Account): void {
    account.least = account.rearm = Number.POSITIVE_INFINITY
    account.most = Number.NEGATIVE_INFINITY
    for (let k = 1; k < account.kept; k++) this.#noteDistance(k, account)
  }

  #fillForm(): void {
    const form = this.#form
    form[place.channels] = this.store.channels
    form[place.scans] = this.store.scans
    form[place.before] = this.#before
    form[place.behind] = this.#edge?.behind ?? 0
    const lines = this.#edge?.lines ?? []
    form[place.lines] = lines.length
    for (let k = 0; k < lines.length; k++) {
      form[place.firstLine + perLine * k] = lines[k]!.channel
      form[place.firstLine + perLine * k + 1] = lines[k]!.level
    }
  }

  /** Of the first `ready` triggers those whose scans are in the block of the first one. Returns how many. */
  #keepOfBlock(pending: PendingTriggers, ready: number, account: Account): number {
    const { blocks, kernels } = this.#tools
    const from = pending.sample(0) - this.#before
    if (!blocks.holds(this.#position, from, from + 1)) this.#position = blocks.find(from)
    const position = this.#position
    if (!blocks.holds(position, from, from + this.store.scans)) return 0
    this.#oldestRead = Math.min(this.#oldestRead, from)
    const form = this.#form
    form[place.least] = account.least
    form[place.most] = account.most
    form[place.rearm] = account.rearm
    const { samples, lines } = pending.addresses
    const kept = kernels.keepSegments(
      this.#tools.memory.form,
      blocks.address(position),
      blocks.firstSample(position),
      blocks.scans(position),
      samples,
      lines,
      ready,
      this.store.head(account.kept),
      account.kept,
    )
    account.kept += kept
    account.least = form[place.least]!
    account.most = form[place.most]!
    account.rearm = form[place.rearm]!
    return kept
  }

  #keepOne(trigger: number, line: number | null, account: Account): void {
    const index = account.kept
    if (!this.#copy(trigger - this.#before, index)) {
      account.cut++
      return
    }
    this.store.note(index, trigger, this.#lagOf(trigger, line))
    account.kept++
    if (index > 0) this.#noteDistance(index, account)
  }

  #noteDistance(index: number, account: Account): void {
    const distance = this.store.distance(index)
    account.least = Math.min(account.least, distance)
    account.most = Math.max(account.most, distance)
    const rearm = this.store.sample(index) - this.store.sample(index - 1) - this.#after
    account.rearm = Math.min(account.rearm, rearm)
  }

  /** False: some of the scans are not in memory. */
  #copy(from: number, index: number): boolean {
    const { blocks, kernels } = this.#tools
    const { scans, channels } = this.store
    const bytesPerScan = channels * 2
    const to = this.store.address(index)
    this.#oldestRead = Math.min(this.#oldestRead, from)
    let present = 0
    blocks.forEachRun(from, from + scans, bytesPerScan, (address, sample, run) => {
      kernels.copy(to + (sample - from) * bytesPerScan, address, run * bytesPerScan)
      present += run
    })
    return present === scans
  }

  /** Scans from the instant to the sample, at the line that was met. */
  #lagOf(trigger: number, line: number | null): number {
    if (this.#edge === null || line === null) return 0
    const { lines, behind } = this.#edge
    const met = lines[line]
    if (met === undefined) return 0
    const code = codesOf(this.#codes, this.#tools.blocks, met.channel, this.store.channels, this.#position)
    return lagOf(code, trigger - behind, met.level)
  }
}
