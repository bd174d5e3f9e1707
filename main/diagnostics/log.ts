// What the program notes down, on this machine only: its start and end, warnings, errors, and what was told on the screen.
// A file that stays small, and the newest lines in memory. No samples, and no paths unless they were asked for.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { inWords, type Sentence } from '#shared/sentence.ts'
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
  readonly unixMs?: () => number
  /** Above this size the file becomes the previous one; so at most twice this is kept. Bytes. */
  readonly maxFileBytes?: number
}

const usualFileBytes = 512 * 1024
/** Lines kept in memory. */
const mostLines = 200
/** Longest line, characters. */
const longest = 2000

/** A log whose file may be missing: it goes on in memory. */
export class RotatingLog implements Log {
  readonly #options: LogOptions
  readonly #lines: string[] = []
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
    this.#append(`${head}${shown}\n`)
  }

  /** Never throws: a full disk, or a folder that cannot be written, must not stop a capture. */
  #append(text: string): void {
    const { folder, name, maxFileBytes = usualFileBytes } = this.#options
    if (folder === null) return
    try {
      mkdirSync(folder, { recursive: true })
      const file = path.join(folder, `${name}.log`)
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (size + Buffer.byteLength(text) > maxFileBytes) renameSync(file, `${file}.1`)
      appendFileSync(file, text)
      this.#problem = null
    } catch (thrown) {
      this.#problem = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    }
  }
}

/** A note of several lines as one, of bounded length. */
function oneRow(text: string): string {
  const row = text.replaceAll(/\s*\n\s*/g, ' | ')
  return row.length > longest ? `${row.slice(0, longest)}…` : row
}
