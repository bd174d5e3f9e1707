// A sentence apart from what stands in it, so that it can be said in another language. As with gettext, the English sentence
// is the id: its gaps are numbered, and the values that fill them are kept beside it.

/** What fills a gap: a number, a text that is the same in every language (a name, a path, what was typed), or a sentence. */
export type Value = string | number | Sentence

/** `{ id: '{0} is used by {1}.', values: ['DMA channel rx', 'adc0'] }` */
export interface Sentence {
  readonly id: string
  readonly values: readonly Value[]
}

/** Sentences of another language by their ids. It may order the gaps as it needs them, and need not have every sentence. */
export type Catalog = { readonly [id: string]: string }

/** Longest sentence, characters. What is longer repeats what somebody sent. */
const longest = 800
/** Of one that is longer, so many characters are kept of its end, where the reason often is. */
const keptOfEnd = 300
/** Values that a sentence from outside may have, and how deep they may be sentences themselves. */
const mostValues = 16
const deepest = 4

/** Controls, line ends, signs that are invisible or turn the direction of writing, halves of signs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

function escaped(sign: string): string {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[sign]
  return short ?? `\\u{${sign.codePointAt(0)!.toString(16)}}`
}

/** A text no longer than a sentence may be; its middle is left out. */
function cut(text: string): string {
  if (text.length <= longest) return text
  // A sign of two halves may have been cut.
  return `${text.slice(0, longest - keptOfEnd)}…${text.slice(-keptOfEnd)}`.replace(/\p{Cs}/gu, '')
}

/** A text as one line that can be shown anywhere, whatever stands in it. */
export function oneLine(text: string): string {
  return cut(text.trim().replace(unprintable, escaped))
}

/** As it goes through JSON, and of bounded length. */
function kept(value: Value): Value {
  // JSON has no -0; 0 is added to make it 0.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value)
  if (typeof value === 'string') return cut(value)
  return plainSentence(value)
}

/** A sentence as plain data, also when it is an error. */
export function plainSentence({ id, values }: Sentence): Sentence {
  return { id, values }
}

/**
 * A sentence with its values: say`Port ${port} is in use.` What a gap holds must be the same in every language; a part that is
 * words is a sentence of its own, said with `say` too. Text from elsewhere is a value: say`${error.message}`.
 */
export function say(words: TemplateStringsArray, ...values: readonly Value[]): Sentence {
  const id = words.reduce((before, part, k) => `${before}{${k - 1}}${part}`)
  return { id, values: values.map(kept) }
}

/** As {@link say}, for a thing that stands in a sentence and is words: say`The file is ${phrase`a folder`}.` */
export const phrase = say

/** As {@link phrase}, for words of a table. */
export function word(words: string): Sentence {
  return { id: words, values: [] }
}

/** A sentence as one line in the language of a catalog; in English where the catalog does not have it. */
export function inWords(sentence: Sentence, catalog: Catalog = {}): string {
  return oneLine(filled(sentence, catalog))
}

function filled({ id, values }: Sentence, catalog: Catalog): string {
  const words = Object.hasOwn(catalog, id) ? catalog[id]! : id
  return words.replace(/\{(\d+)\}/g, (gap, index) => {
    const value = values[Number(index)]
    if (value === undefined) return gap
    return typeof value === 'object' ? filled(value, catalog) : String(value)
  })
}

/** Reads a sentence that came from outside; null when it is none, or larger than one may be. */
export function readSentence(sentence: unknown, depth = 1): Sentence | null {
  if (typeof sentence !== 'object' || sentence === null || depth > deepest) return null
  const { id, values } = sentence as { id?: unknown; values?: unknown }
  if (typeof id !== 'string' || id.length > longest) return null
  if (!Array.isArray(values) || values.length > mostValues) return null
  const read = values.map((value) => readValue(value, depth))
  return read.includes(null) ? null : { id, values: read as Value[] }
}

function readValue(value: unknown, depth: number): Value | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string') return value.length > longest + 1 ? null : value
  return readSentence(value, depth + 1)
}
