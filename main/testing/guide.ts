// A guide: a page that shows whole files and changes to existing ones, which a test applies to a copy of the product and runs.
// ```ts file=PATH stands before a new file, ```diff file=PATH before lines that come or go in one that is there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export interface Guide {
  /** New files, by their path from the root of the product. */
  readonly newFiles: ReadonlyMap<string, string>
  /** Changes to existing files. */
  readonly changes: ReadonlyMap<string, string>
  /** How many existing files the page says are touched. */
  readonly said: number
}

/** @param text of the page, with `Existing files touched: N.` in it */
export function readGuide(text: string): Guide {
  const newFiles = new Map<string, string>()
  const changes = new Map<string, string>()
  for (const [, kind, file, body] of text.matchAll(/```(ts|vue|diff) file=(\S+)\n([\s\S]*?)```/g))
    (kind === 'diff' ? changes : newFiles).set(file!, body!)
  return { newFiles, changes, said: Number(/Existing files\s+touched: (\d+)\./.exec(text)?.[1]) }
}

/**
 * The text without the lines that begin with `-`, and with those added that begin with `+`, each behind the line before it.
 * Every line that is not added must be there once.
 * @throws Error for a line that is not there, or twice
 */
export function applyDiff(text: string, diff: string): string {
  const lines = text.split('\n')
  let at = -1
  for (const line of diff.trimEnd().split('\n')) {
    if (line === '@@') continue
    if (line.startsWith('+')) lines.splice(++at, 0, line.slice(1))
    else {
      at = lines.indexOf(line.slice(1))
      if (at < 0 || at !== lines.lastIndexOf(line.slice(1))) throw new Error(`'${line}' is not there exactly once`)
      if (line.startsWith('-')) lines.splice(at--, 1)
    }
  }
  return lines.join('\n')
}

/** What is wrong with what the page says of itself, as sentences; none: it touches what it says, and at most `most` files. */
export function wrongCounts({ newFiles, changes, said }: Guide, root: string, most: number): string[] {
  const isThere = (file: string): boolean => existsSync(path.join(root, file))
  return [
    ...(changes.size === said ? [] : [`The page says that ${said} files are touched; it changes ${changes.size}.`]),
    ...(said <= most ? [] : [`It touches ${said} files, more than ${most}.`]),
    ...[...changes.keys()].filter((file) => !isThere(file)).map((file) => `${file} is changed and is not there.`),
    ...[...newFiles.keys()].filter(isThere).map((file) => `${file} is new and is there already.`),
  ]
}

/** Writes the new files, and the changed ones, into a copy of the product. */
export function applyGuide({ newFiles, changes }: Guide, root: string, copy: string): void {
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
    writeFileSync(path.join(copy, file), text)
  }
  for (const [file, text] of newFiles) write(file, text)
  for (const [file, diff] of changes) write(file, applyDiff(readFileSync(path.join(root, file), 'utf8'), diff))
}
