// What the program notes down, on this machine only: its start and end, warnings, errors, and what was told on the screen.
// A file that stays small, written by a thread of its disk, and the newest lines in memory. No samples, and no paths unless they were asked for.
import path from 'node:path'
import { files } from '#main/runtime/drive/files.ts'
import { inWords, type Sentence } from '#shared/sentence.ts'
import { codeOf, inTime, isSilence } from './silent-disk.ts'
import { sentenceWithoutPaths, withoutPaths } from './without-paths.ts'

/** A line, or a sentence whose values are known. */
export type Noted = string | Sentence

export interface Log {
  info(line: Noted): void
  warn(line: Noted): void
  error(line: Noted): void
}

export interface LogOptions {
  /** Where the file lies; null: the lines are kept in memory alone. */
  readonly folder: string | null
  /** Name of the file, without its ending. */
  readonly name: string
  /** Lines may name users' files. Default false. */
  readonly arePathsShown?: boolean
  /** Hears warnings and errors as well, whole: a terminal is the user's own. */
  readonly echo?: (line: string) => void
  /** Hears once that the disk does not answer, until it does. */
  readonly onSilence?: () => void
  readonly unixMs?: () => number
  /** Above this size the file becomes the previous one; so at most twice this is kept. Bytes. */
  readonly maxFileBytes?: number
}

const usualFileBytes = 512 * 1024
/** Lines kept in memory. */
const mostLines = 200
/** Lines that wait for the disk; one that does not answer must not fill the memory. */
const mostWaiting = 2000
/** Longest line, characters. */
const longest = 2000

/** A log whose file may be missing: it goes on in memory. */
export class RotatingLog implements Log {
  readonly #options: LogOptions
  readonly #lines: string[] = []
  /** Not in the file yet, oldest first. */
  #unwritten: string[] = []
  #writing: Promise<void> | null = null
  #problem: string | null = null

  constructor(options: LogOptions) {
    this.#options = options
  }

  /** Why the newest line is not in the file; null: it is, or there is no file. */
  get problem(): string | null {
    return this.#problem
  }

  /** The newest lines of this program, oldest first. */
  get lines(): readonly string[] {
    return this.#lines
  }

  info(line: Noted): void {
    this.#note('info', line)
  }

  warn(line: Noted): void {
    this.#note('warning', line)
  }

  error(line: Noted): void {
    this.#note('error', line)
  }

  #note(level: string, line: Noted): void {
    const { arePathsShown = false, echo, unixMs = Date.now } = this.#options
    const whole = oneRow(typeof line === 'string' ? line : inWords(line))
    const shown = arePathsShown
      ? whole
      : oneRow(typeof line === 'string' ? withoutPaths(whole) : sentenceWithoutPaths(line))
    const head = `${new Date(unixMs()).toISOString()} ${level} `
    if (level !== 'info') echo?.(head + whole)
    this.#lines.push(head + shown)
    if (this.#lines.length > mostLines) this.#lines.shift()
    if (this.#options.folder === null) return
    this.#unwritten.push(`${head}${shown}\n`)
    if (this.#unwritten.length > mostWaiting) this.#unwritten.shift()
    this.#writing ??= this.#write(this.#options.folder)
  }

  /** Resolves when all lines are in the file, or cannot be. It waits for a disk that does not answer. */
  async settle(): Promise<void> {
    await this.#writing
  }

  /** Never throws: a full disk, or a folder that cannot be written, must not stop a capture. What is not taken is tried with the next line. */
  async #write(folder: string): Promise<void> {
    const { name, maxFileBytes = usualFileBytes } = this.#options
    const file = path.join(folder, `${name}.log`)
    do {
      const lines = this.#takeUpTo(maxFileBytes)
      try {
        await this.#told(file, files.appendRotating(file, lines.join(''), maxFileBytes))
        this.#problem = null
      } catch (thrown) {
        this.#problem = codeOf(thrown)
        this.#unwritten = [...lines, ...this.#unwritten].slice(-mostWaiting)
      }
    } while (this.#problem === null && this.#unwritten.length > 0)
    this.#writing = null
  }

  /** As `writing`; says when it takes too long. */
  async #told(file: string, writing: Promise<void>): Promise<void> {
    try {
      await inTime(file, writing)
    } catch (thrown) {
      if (!isSilence(thrown)) throw thrown
      this.#problem = codeOf(thrown)
      this.#options.onSilence?.()
      await writing
    }
  }

  /** The oldest lines that are not in the file, as many as it holds, but one at least. */
  #takeUpTo(mostBytes: number): readonly string[] {
    let bytes = 0
    const fits = this.#unwritten.findIndex((line) => {
      bytes += Buffer.byteLength(line)
      return bytes > mostBytes
    })
    return this.#unwritten.splice(0, fits < 0 ? this.#unwritten.length : Math.max(1, fits))
  }
}

/** A note of several lines as one, of bounded length. */
function oneRow(text: string): string {
  const row = text.replaceAll(/\s*\n\s*/g, ' | ')
  return row.length > longest ? `${row.slice(0, longest)}…` : row
}
