// The text of a source that is a file: `file:PATH` with options, as it is typed, pasted from a file manager, a terminal or
// an address bar, or written by a program. One place reads it and one writes it, so that everybody agrees which file is
// meant.
import { fail, say } from '../errors.ts'
import { type FileOptions, formatOptions, parseOptions, percentDecoded } from './options.ts'

export const fileScheme = 'file:'

export interface FileSource {
  /** As the system understands it, but for a `~` at its begin: see {@link expandHome}. May be relative. */
  readonly path: string
  readonly options: FileOptions
}

/** Whether a source's text names a file. */
export function isFileSource(text: string): boolean {
  return text.trimStart().startsWith(fileScheme)
}

/**
 * Reads `file:PATH` or `file:PATH?name=value&...`. The path may be
 * - plain: `/data/a b.csv`, with shell escapes before blanks and signs (`/data/a\ b.csv`),
 * - quoted as a shell does it: `'/data/what?.csv'`, `"/data/a b.csv"`; a path with a question mark is written so,
 * - a URL: `file:///data/a%20b.csv` (also behind another `file:`).
 * Blanks and line breaks around it are dropped.
 * @throws EINVAL for no path, several lines, another machine's URL, an unknown option or a value that is not allowed
 */
export function parseFileSource(text: string): FileSource {
  const given = text.trim()
  if (!given.startsWith(fileScheme)) fail('EINVAL', say`'${text}' is no file; a file is written file:PATH.`)
  const rest = given.slice(fileScheme.length).trim()
  if (rest === '') fail('EINVAL', say`The path of the file is missing after file:.`)
  if (/[\r\n]/.test(rest)) fail('EINVAL', say`The path has several lines; one file is played at a time.`)
  const { path, options } = splitQuoted(rest) ?? splitUrl(rest) ?? splitPlain(rest)
  if (path === '') fail('EINVAL', say`The path of the file is missing after file:.`)
  if (/[\0\r\n]/.test(path))
    fail('EINVAL', say`A path with line breaks or zeros in it cannot be played; rename the file.`)
  return { path, options: options === '' ? {} : parseOptions(options) }
}

/** The text of a file source, which {@link parseFileSource} reads as the same one. */
export function formatFileSource({ path, options }: FileSource): string {
  const tail = formatOptions(options)
  return `${fileScheme}${writtenPath(path)}${tail === '' ? '' : `?${tail}`}`
}

/** The path with a `~` at its begin replaced by the home folder. `home` may be empty when there is none. */
export function expandHome(path: string, home: string): string {
  if (home === '' || !/^~([/\\]|$)/.test(path)) return path
  return `${home.replace(/[/\\]$/, '')}${path.slice(1)}`
}

interface Split {
  readonly path: string
  readonly options: string
}

/** Signs that a shell puts a backslash before. A backslash before anything else is part of the path (`C:\data`). */
const shellSign = /[\s'"\\()[\]{}<>|&;*?!$#`~,=@^%:+]/

/** `'...'` and `"..."`, one behind the other, as a shell reads them; null when the text does not begin so. */
function splitQuoted(text: string): Split | null {
  if (!/^['"]/.test(text)) return null
  let path = ''
  for (let at = 0; at < text.length; ) {
    const sign = text[at]!
    if (sign === "'" || sign === '"') {
      const end = closingQuote(text, at)
      if (end < 0) return null
      const inside = text.slice(at + 1, end)
      path += sign === '"' ? inside.replace(/\\(["\\$`])/g, '$1') : inside
      at = end + 1
    } else if (sign === '\\' && at + 1 < text.length) {
      path += text[at + 1]!
      at += 2
    } else if (sign === '?') return { path, options: text.slice(at + 1) }
    // Something follows the quotes: they belong to the name.
    else return null
  }
  return { path, options: '' }
}

function closingQuote(text: string, from: number): number {
  const quote = text[from]!
  for (let at = from + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++
    else if (text[at] === quote) return at
  }
  return -1
}

/** `file:///...`, `file://localhost/...`, `///...`; null when it is no URL. */
function splitUrl(text: string): Split | null {
  const match = /^(?:file:)?(?:\/\/([^/?]*))?(\/[^?]*)(?:\?(.*))?$/i.exec(text)
  const isUrl = match !== null && (/^file:/i.test(text) || match[1] !== undefined)
  if (!isUrl) return /^file:/i.test(text) ? splitPlain(text.slice(fileScheme.length)) : null
  const [, host = '', path = '', options = ''] = match
  if (host !== '' && host.toLowerCase() !== 'localhost')
    fail('EINVAL', say`The file is on another machine, ${host}; Blockscope plays files of this one.`)
  const decoded = percentDecoded(path)
  // file:///C:/data: the drive is the begin of the path.
  return { path: /^\/[a-z]:[/\\]/i.test(decoded) ? decoded.slice(1) : decoded, options }
}

/** Options begin behind the last question mark, when what follows looks like options. */
function splitPlain(text: string): Split {
  const at = lastQuestionMark(text)
  const tail = at < 0 ? '' : text.slice(at + 1)
  const hasOptions = /^[a-z]+=[^&]*(&[a-z]+=[^&]*)*$/i.test(tail)
  const path = hasOptions ? text.slice(0, at) : text
  return { path: unescaped(path), options: hasOptions ? tail : '' }
}

function lastQuestionMark(text: string): number {
  for (let at = text.length - 1; at >= 0; at--) if (text[at] === '?' && text[at - 1] !== '\\') return at
  return -1
}

function unescaped(path: string): string {
  return path.replace(/\\(.)/gs, (pair, sign: string) => (shellSign.test(sign) ? sign : pair))
}

/** The path as it stands in a source's text: in quotes when it would be read as something else without. */
function writtenPath(path: string): string {
  const isPlain = !/^['"\s]|^file:|^\/\/|\\|\?|[\s]$|[\r\n]/i.test(path)
  return isPlain ? path : `'${path.replaceAll("'", "'\\''")}'`
}
