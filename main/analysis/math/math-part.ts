// A math trace as a part of the pass: it evaluates its function tile by tile and feeds a pyramid of its own, so the envelope of
// the trace is that of its values. What was in memory before there was a function is evaluated later, between two slices.
// What is nearer than the pyramid shows is evaluated from the blocks when it is read. Without a function it does nothing.
import { ColumnReader, claimReader } from '../envelope/column-reader.ts'
import { claimPyramid, EnvelopePyramid } from '../envelope/envelope-pyramid.ts'
import { level0Scans, levelFactor } from '../envelope/levels.ts'
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import { GapList } from '../stream/gap-list.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import type { PassPart } from '../stream/pass-part.ts'
import { type Tile, tileBytes } from '../stream/tile.ts'
import { CatchingUp, type Progress } from './catching-up.ts'
import type { CodeMath } from './code-math.ts'
import { DerivedRuns } from './derived-runs.ts'
import { Evaluator } from './evaluator.ts'

export type MathMemory = ReturnType<typeof claimMath>

/** As much as the envelope of the samples takes. Nothing is written there before there is a function. */
export function claimMath(layout: MemoryLayout) {
  return { pyramid: claimPyramid(layout), reader: claimReader(layout), room: layout.take(tileBytes) }
}

/** Derived codes that are evaluated between two looks at the clock. */
const pieceScans = tileBytes / 2
/** Columns narrower than this are read from the blocks. */
const narrow = level0Scans * levelFactor

export class MathPart implements PassPart {
  readonly leftOut = 'first'
  readonly #tools: { readonly buffer: SharedArrayBuffer; readonly kernels: AnalysisKernels }
  readonly #blocks: BlockIndex
  readonly #room: number
  readonly #pyramid: EnvelopePyramid
  readonly #reader: ColumnReader
  readonly #catchingUp = new CatchingUp()
  /** Samples of the trace, evaluated when they are read. */
  readonly runs: DerivedRuns
  /** What the pyramid has not seen: lost, or left out. */
  readonly #unseen = new GapList()
  #format: AnalysedFormat | null = null
  #math: CodeMath | null = null
  #evaluator: Evaluator | null = null
  /** First sample the pyramid has seen; -1: none yet. */
  #begin = -1
  /** Blocks in memory wait to be evaluated. */
  #isBehind = false

  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, memory: MathMemory, blocks: BlockIndex) {
    this.#tools = { buffer, kernels }
    this.#blocks = blocks
    this.#room = memory.room
    this.runs = new DerivedRuns(blocks, memory.room)
    this.#pyramid = new EnvelopePyramid(buffer, kernels, memory.pyramid)
    this.#reader = new ColumnReader(buffer, kernels, memory.reader, this.runs, this.#pyramid)
  }

  /** There is a trace: a function was chosen, and its channels are among those of the stream. */
  get isOn(): boolean {
    return this.#evaluator !== null
  }

  /** What one of its codes stands for, in the unit of its function; NaN when there is no trace. */
  get unitsPerCode(): number {
    return this.#evaluator?.unitsPerCode ?? Number.NaN
  }

  /** Samples in memory are still to be evaluated. */
  get isBehind(): boolean {
    return this.#isBehind
  }

  /** Another function, or none, of all there is in memory. */
  set(math: CodeMath | null): void {
    this.#math = math
    this.#restart()
  }

  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#restart()
  }

  /** A tile tells by its sample whether it follows. */
  restart(): void {}

  take({ address, sample, scans }: Tile): void {
    if (this.#evaluator === null || !this.#reach(sample)) return
    this.#append(address, scans)
  }

  retract(sample: number): void {
    if (this.#evaluator === null || this.#begin < 0 || this.#pyramid.end <= sample) return
    this.#unseen.push(sample, this.#pyramid.end - sample)
    this.#pyramid.retract(sample)
  }

  /**
   * Evaluates what waits, for some milliseconds.
   * @returns whether the trace was drawn further
   */
  catchUp(progress: Progress): boolean {
    if (!this.#isBehind) return false
    const { end, isRunning, nowMs } = progress
    if (isRunning && this.#catchingUp.isHopeless(end - this.#pyramid.end, nowMs())) this.#skipTo(end)
    const until = this.#catchingUp.until(nowMs())
    do {
      if (!this.#catchUpPiece(progress)) {
        this.#isBehind = false
        return true
      }
    } while (nowMs() < until)
    return true
  }

  /**
   * Columns of the trace, as {@link ColumnReader.read} reads them.
   * @param newest one behind the last sample that was taken in
   */
  read(first: number, width: number, columns: number, newest: number, dst: number): number {
    return this.#reader.read(first, width, columns, 1, dst, width < narrow ? newest : this.#pyramid.end)
  }

  /** Of the samples from `from` up to `until`, shown in columns of `width`: how many the trace is not made from. */
  missing(from: number, until: number, width: number): number {
    if (until <= from || width < narrow) return 0
    const end = Math.max(from, Math.min(until, this.#pyramid.end))
    const begin = Math.min(end, Math.max(from, this.#begin))
    return begin - from + this.#unseen.missing(begin, end) + (until - end)
  }

  #restart(): void {
    const math = this.#math
    const scanIndexes = this.#format?.scanIndexes ?? []
    const isHere = math?.inputs.every(({ scanIndex }) => scanIndexes.includes(scanIndex)) ?? false
    this.#evaluator = math !== null && isHere ? new Evaluator(this.#tools, math, scanIndexes) : null
    this.runs.configure(this.#evaluator, scanIndexes.length)
    this.#unseen.clear()
    this.#begin = -1
    this.#catchingUp.begin()
    this.#pyramid.reset(1, 0)
    this.#isBehind = this.#evaluator !== null && this.#blocks.end > this.#blocks.begin
  }

  /** Goes on at `sample`; false: what lies before it waits in memory. */
  #reach(sample: number): boolean {
    if (this.#begin >= 0 && this.#pyramid.end === sample) return true
    if (this.#begin >= 0 && this.#pyramid.end > sample) return false
    if (this.#isBehind && this.#nextInMemory() < sample) return false
    this.#isBehind = false
    this.#skipTo(sample)
    return true
  }

  /** The first sample in memory that the pyramid has not seen; Infinity: there is none. */
  #nextInMemory(): number {
    const from = this.#begin < 0 ? 0 : this.#pyramid.end
    const position = this.#blocks.find(from)
    return position < this.#blocks.end ? Math.max(from, this.#blocks.firstSample(position)) : Number.POSITIVE_INFINITY
  }

  #skipTo(sample: number): void {
    if (this.#begin < 0) {
      this.#begin = sample
      this.#pyramid.reset(1, sample)
      return
    }
    const from = this.#pyramid.end
    if (sample <= from) return
    this.#unseen.push(from, sample - from)
    this.#pyramid.skipTo(sample)
  }

  #append(address: number, scans: number): void {
    this.#evaluator?.evaluate(address, scans, this.#room)
    this.#pyramid.append(this.#room, scans)
  }

  /** False: nothing waits any more. */
  #catchUpPiece({ end, validSince }: Progress): boolean {
    const sample = this.#nextInMemory()
    if (sample >= end) return false
    this.#skipTo(sample)
    const position = this.#blocks.find(sample)
    const offset = sample - this.#blocks.firstSample(position)
    const bytesPerScan = 2 * (this.#format?.scanIndexes.length ?? 1)
    // The first piece ends where a column does, so that those behind it hold whole columns.
    const most = pieceScans - (sample % level0Scans)
    const scans = Math.min(most, this.#blocks.endSample(position) - sample, end - sample)
    this.#append(this.#blocks.address(position) + offset * bytesPerScan, scans)
    // Its memory was given back meanwhile.
    if (validSince() > sample) this.retract(sample)
    return true
  }
}
