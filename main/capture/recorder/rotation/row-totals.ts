// The figures of a row of files: those that are closed, the one that is being closed, and the one that is being written.
import type { Clock } from '#main/runtime/clock.ts'
import { silentSeconds } from '#main/runtime/drive/silence.ts'
import type { RecordingState, RowState } from '#shared/contract/topics/recording.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { RowFile } from './row-file.ts'

interface Moment {
  readonly wanted: number | null
  /** Scans taken, given to a file or held. */
  readonly taken: number
  readonly heldBytes: number
  readonly isEnding: boolean
  readonly row: RowState
}

export class RowTotals {
  readonly #clock: Pick<Clock, 'nowMs'>
  readonly #beganMs: number
  #endedMs: number | null = null
  /** Not closed yet, the one being written last. */
  #open: RowFile[]
  #closed = { files: 0, scans: 0, bytes: 0, lost: 0, gaps: 0 }
  /** Of the files that are closed; null: it is not to be claimed. */
  #gapFree: boolean | null = true
  #problem: string | null = null
  #isClosed = false

  constructor(clock: Pick<Clock, 'nowMs'>, first: RowFile) {
    this.#clock = clock
    this.#beganMs = clock.nowMs()
    this.#open = [first]
  }

  /** Begun until now. */
  get files(): number {
    return this.#closed.files + this.#open.length
  }

  /** Given to all files but the one that is being written. */
  get scansGiven(): number {
    return this.#closed.scans + this.#open.slice(0, -1).reduce((sum, one) => sum + one.scans, 0)
  }

  get gapCount(): number {
    return this.#closed.gaps + this.#open.reduce((sum, { recorder }) => sum + recorder.gapCount, 0)
  }

  /** Files that are not closed, and what they will have. */
  get open(): { readonly files: number; readonly bytes: number } {
    return { files: this.#open.length, bytes: this.#open.reduce((sum, one) => sum + one.expectedBytes, 0) }
  }

  /** In the files that are not closed. */
  get openBytes(): number {
    return this.#open.reduce((sum, one) => sum + one.bytes, 0)
  }

  /** The device was enabled anew between two files. */
  broke(): void {
    this.#gapFree = false
  }

  began(file: RowFile): void {
    this.#open.push(file)
  }

  /** The file is closed. */
  ended(file: RowFile): void {
    const { scans, lostSamples, gapFree, problem } = file.recorder.state
    this.#open = this.#open.filter((one) => one !== file)
    const { files, gaps, ...sums } = this.#closed
    this.#closed = {
      files: files + 1,
      scans: sums.scans + scans,
      bytes: sums.bytes + file.bytes,
      lost: sums.lost + lostSamples,
      gaps: gaps + file.recorder.gapCount,
    }
    this.#gapFree = both(this.#gapFree, gapFree)
    this.#problem ??= problem
  }

  fail({ message, errno }: ErrnoError): void {
    this.#problem ??= `${message} (${errno})`
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** All files are closed, or given up. */
  close(): void {
    this.#endedMs = this.#clock.nowMs()
    this.#isClosed = true
  }

  /** Given to files that are open, and not written yet. */
  get waitingBytes(): number {
    return this.#open.reduce((sum, { recorder }) => sum + recorder.waitingBytes, 0)
  }

  state({ wanted, taken, heldBytes, isEnding, row }: Moment): RecordingState {
    const states = this.#open.map(({ recorder }) => recorder.state)
    const sum = (of: (state: RecordingState) => number): number => states.reduce((total, one) => total + of(one), 0)
    const problem = this.#problem ?? states.find((one) => one.problem !== null)?.problem ?? null
    const lostSamples = this.#closed.lost + sum((one) => one.lostSamples)
    const whole = states.reduce<boolean | null>((all, { gapFree }) => both(all, gapFree), this.#gapFree)
    const silent = this.#isClosed ? 0 : silentSeconds(this.#open.at(-1)?.target.drive ?? null, this.#clock)
    return {
      file: this.#open.at(-1)?.name ?? '',
      scans: this.#isClosed ? this.#closed.scans + sum((one) => one.scans) : taken,
      wanted,
      bytes: this.#closed.bytes + this.openBytes,
      waitingBytes: heldBytes + sum((one) => one.waitingBytes),
      seconds: ((this.#endedMs ?? this.#clock.nowMs()) - this.#beganMs) / 1e3,
      lostSamples,
      gapFree: whole,
      state: !this.#isClosed ? (isEnding ? 'writing' : 'recording') : problem === null ? 'finished' : 'failed',
      problem,
      row,
      ...(silent > 0 && { silentSeconds: silent }),
    }
  }
}

/** False is known for sure, null is not known. */
const both = (a: boolean | null, b: boolean | null): boolean | null =>
  a === false || b === false ? false : a === null || b === null ? null : true
