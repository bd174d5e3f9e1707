// A recording that goes into one file after the other. Not one scan is lost or doubled between two: what comes while the next
// file is being opened is held, and what is written to it waits until the file before has all of its own. So whatever ends
// the program, the files that are there have the stream from the begin of the first to some scan of the last.
import path from 'node:path'
import { unlessSilent } from '#main/runtime/drive/silence.ts'
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import { asErrnoError, ErrnoError, errnoOf, say, sentenceOf } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { BlockRef, StreamFormat } from '../../tap.ts'
import { behindProbe } from '../account.ts'
import { MemoryShare } from '../memory-share.ts'
import type { RunningRecorder } from '../running.ts'
import { sameScans } from '../same-scans.ts'
import { Span } from '../span.ts'
import { HeldItems, type Item } from './held-items.ts'
import { KeptFiles } from './kept-files.ts'
import { partOf } from './part.ts'
import { RowFile } from './row-file.ts'
import type { RowNews, RowOptions } from './row-options.ts'
import { RowTotals } from './row-totals.ts'

export class RecordingRow implements RunningRecorder {
  readonly name = 'recorder'
  readonly #options: RowOptions
  readonly #span: Span
  readonly #share: MemoryShare
  readonly #unixMinusClockMs: number
  readonly #onEnd = new Emitter<RecordingState>()
  readonly #onNews = new Emitter<RowNews>()
  readonly #kept: KeptFiles
  readonly #totals: RowTotals
  #file: RowFile
  #number: number
  /** Taken, and given to a file or held for the next one. */
  #taken = 0
  /** Of the blocks that come: their form, and the sample that would follow. */
  #format: StreamFormat | null = null
  #next: number | null = null
  /** Of the blocks that are given to files, which may be later. */
  #given: { format: StreamFormat | null; next: number | null; lost: number; epoch: number; slippedMs: number } = {
    format: null,
    next: null,
    lost: 0,
    epoch: -1,
    slippedMs: 0,
  }
  readonly #held = new HeldItems()
  #rotating: Promise<void> | null = null
  #closing: Promise<unknown> = Promise.resolve()
  #finished: Promise<RecordingState> | null = null

  private constructor(
    options: RowOptions,
    unixMinusClockMs: number,
    { file, number }: { file: RowFile; number: number },
  ) {
    this.#options = options
    this.#unixMinusClockMs = unixMinusClockMs
    this.#span = new Span(options)
    this.#share = new MemoryShare(options.mostWaitingBytes)
    this.#file = file
    this.#number = number
    this.#totals = new RowTotals(options.clock, file)
    this.#kept = new KeptFiles(options.rotation, ({ name }) => this.#onNews.fire({ what: 'removed', file: name }))
    this.#watch(file)
  }

  /** Begins with the first file. @throws as `open`; nothing is left of it then */
  static async open(options: RowOptions): Promise<RecordingRow> {
    const { clock, format, open, number, scans: _, seconds: __, mostWaitingBytes: ___, ...stream } = options
    const unixMinusClockMs = clock.unixMinusNowMs()
    const place = { number: 1, previous: null, firstScan: 0, lostBefore: null, gapFreeWithPrevious: null }
    const first = { ...stream, clock, format, place, before: null, unixMinusClockMs }
    const opened = await RowFile.open((one) => open(one, format), number, first)
    return new RecordingRow(options, unixMinusClockMs, opened)
  }

  get onEnd(): Event<RecordingState> {
    return this.#onEnd
  }

  /** A file began, or an old one was taken away. */
  get onNews(): Event<RowNews> {
    return this.#onNews
  }

  get state(): RecordingState {
    const { bytes, removed, problem } = this.#kept
    const row = {
      files: this.#totals.files,
      removed,
      keptBytes: bytes + this.#totals.openBytes,
      removalProblem: problem,
    }
    return this.#totals.state({
      wanted: this.#span.wantedScans,
      taken: this.#taken,
      heldBytes: this.#held.bytes,
      isEnding: this.#finished !== null,
      row,
    })
  }

  get gapCount(): number {
    return this.#totals.gapCount
  }

  get scansLeft(): number | null {
    if (this.#next === null) return this.#span.wantedScans
    const left = this.#span.left(this.#next, this.#taken)
    return Number.isFinite(left) ? left : null
  }

  onFormat(format: StreamFormat): void {
    if (this.#finished !== null) return
    this.onMissing(0)
    this.#format = format
    this.#next = null
    this.#span.begin(format)
    this.#accept({ kind: 'format', format })
  }

  onBlocks(blocks: readonly BlockRef[]): void {
    for (const block of blocks) {
      const format = this.#format
      if (this.#finished !== null || format === null || block.epoch !== format.epoch) continue
      const room = this.#span.left(block.firstSample, this.#taken)
      const scans = Math.min(block.scans, room)
      if (scans > 0 && this.#share.leavesOut(block, scans, this.#held.bytes + this.#totals.waitingBytes)) {
        if (this.#span.left(block.firstSample + scans, this.#taken) === 0) void this.finish()
        continue
      }
      if (scans > 0) {
        this.#taken += scans
        this.#next = block.firstSample + scans
        this.#accept({ kind: 'block', block: partOf(block, format, 0, scans) })
      }
      if (scans === room) void this.finish()
    }
  }

  onMissing(scans: number): void {
    const all = scans + this.#share.takeMissing(this.#next)
    if (this.#finished === null && all > 0) this.#accept({ kind: 'missing', scans: all })
  }

  finish(problem: ErrnoError | null = null): Promise<RecordingState> {
    this.onMissing(0)
    this.#finished ??= this.#end(problem)
    return this.#finished
  }

  async #end(problem: ErrnoError | null): Promise<RecordingState> {
    try {
      await unlessSilent(this.#options.clock, this.#file.target.drive, this.#close(problem))
    } catch (thrown) {
      this.#held.clear()
      this.#totals.fail(asErrnoError(thrown))
      void this.#file.recorder.finish()
    }
    this.#totals.close()
    const { state } = this
    this.#onEnd.fire(state)
    return state
  }

  async #close(problem: ErrnoError | null): Promise<void> {
    while (this.#rotating !== null) await this.#rotating
    await this.#file.recorder.finish(problem)
    await this.#closing
    await this.#kept.settle()
  }

  /** Ends it and takes its file away: for a start after which nothing was captured. */
  async discard(): Promise<void> {
    await this.finish()
    await this.#file.discard()
  }

  #accept(item: Item): void {
    const rest = this.#rotating === null ? this.#give(item) : item
    if (rest === null) return
    this.#held.add(rest)
    if (this.#rotating === null) this.#rotate()
  }

  /** Gives it to the file, as far as it belongs to it. Returns what belongs to the next one. */
  #give(item: Item): Item | null {
    const given = this.#given
    if (item.kind === 'format') {
      if (!this.#canGoOn(item.format)) return item
      this.#begin(item.format)
      return null
    }
    if (item.kind === 'missing') {
      this.#miss(item.scans)
      return null
    }
    const { block } = item
    const left = this.#file.left(block.firstSample)
    if (left <= 0) {
      // What is missing at the end of a file is said in that file.
      if (given.next !== null && block.firstSample > given.next) this.#miss(block.firstSample - given.next)
      return item
    }
    const scans = Math.min(block.scans, left)
    this.#file.take(scans === block.scans ? block : partOf(block, given.format!, 0, scans))
    this.#given = { ...given, next: block.firstSample + scans, lost: 0, epoch: block.epoch, slippedMs: block.slippedMs }
    this.#kept.fit(this.#totals.open)
    return scans === block.scans ? null : { kind: 'block', block: partOf(block, given.format!, scans) }
  }

  #begin(format: StreamFormat): void {
    this.#given = { ...this.#given, format, next: null, lost: 0 }
    this.#file.begin(format)
  }

  #miss(scans: number): void {
    this.#file.recorder.onMissing(scans)
    if (this.#given.next === null) return
    this.#given = { ...this.#given, next: this.#given.next + scans, lost: this.#given.lost + scans }
  }

  /** Whether scans of this stretch can stand in the file behind what it has. */
  #canGoOn(format: StreamFormat): boolean {
    const { format: before } = this.#given
    return before === null || this.#file.scans === 0 || (this.#options.carriesSegments && sameScans(before, format))
  }

  #rotate(): void {
    this.#rotating = this.#openNext().then(
      // One that a silent disk opens when the row is over is nobody's.
      (next) => (this.#totals.isClosed ? next.discard() : this.#goOn(next)),
      (thrown: unknown) => this.#giveUp(thrown),
    )
  }

  /** Opens the next file; resolves when the one before has all of its scans. */
  async #openNext(): Promise<RowFile> {
    const { open, clock, bytesOf, device, deviceName, rotation, format: set } = this.#options
    const head = this.#held.first
    const stream = head?.kind === 'format' ? head.format : (this.#given.format ?? set)
    const format = { ...stream, channels: stream.channels.map((one) => behindProbe(one, set.channels)) }
    // At most two files are open at a time.
    await this.#closing
    const { files, bytes } = this.#totals.open
    this.#kept.fit({ files: files + 1, bytes: bytes + (rotation.bytes ?? this.#file.expectedBytes) })
    await this.#kept.settle()
    const { epoch, slippedMs, lost } = this.#given
    const isSameStretch = head?.kind === 'block' && head.block.epoch === epoch
    const place = {
      number: this.#totals.files + 1,
      previous: path.basename(this.#file.name),
      firstScan: this.#totals.scansGiven + this.#file.scans,
      lostBefore: isSameStretch ? lost : null,
      gapFreeWithPrevious: isSameStretch ? lost === 0 : null,
    }
    const before = { epoch, slippedMs }
    const unixMinusClockMs = this.#unixMinusClockMs
    const common = { clock, bytesOf, device, deviceName, rotation, format, place, before, unixMinusClockMs }
    const opened = await RowFile.open((one) => open(one, format), this.#number + 1, common)
    await this.#file.recorder.drained()
    const { state } = this.#file.recorder
    if (state.state !== 'recording') {
      await opened.file.discard()
      throw new ErrnoError('ECANCELED', say`The file before it was ended.`)
    }
    this.#number = opened.number
    if (!isSameStretch) this.#totals.broke()
    return opened.file
  }

  #goOn(next: RowFile): void {
    const ended = this.#file
    ended.follow(next)
    this.#closing = ended.recorder.finish().then(() => {
      this.#totals.ended(ended)
      this.#kept.add({ name: ended.name, bytes: ended.bytes, remove: async () => ended.target.remove?.() })
      this.#kept.fit(this.#totals.open)
    })
    this.#file = next
    this.#totals.began(next)
    this.#watch(next)
    this.#rotating = null
    const head = this.#held.first
    const { format } = this.#given
    if (head?.kind === 'block' && format !== null) {
      const { next: sample, lost, epoch } = this.#given
      next.begin(format)
      this.#given = { ...this.#given, next: sample, lost, epoch }
    }
    this.#onNews.fire({ what: 'began', file: next.name })
    this.#held.giveOut((item) => this.#give(item))
    if (this.#held.first !== undefined) this.#rotate()
  }

  /** There is no next file: the row ends with the one that is there, which is whole. */
  #giveUp(thrown: unknown): void {
    this.#held.clear()
    // Of a file that failed the reason is told already.
    if (errnoOf(thrown) !== 'ECANCELED')
      this.#totals.fail(
        new ErrnoError(errnoOf(thrown), say`The next file of the recording cannot begin: ${sentenceOf(thrown)}`),
      )
    this.#rotating = null
    void this.finish()
  }

  /** A file that ends with a problem ends the row. */
  #watch({ recorder }: RowFile): void {
    recorder.onEnd.on(({ problem }) => {
      if (problem !== null) void this.finish()
    })
  }
}
