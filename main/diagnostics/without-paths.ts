// Words without the names of users' files: what is kept, or handed to somebody who helps, tells nobody's folders.
import { inWords, type Sentence, type Value } from '#shared/sentence.ts'

export const hiddenPath = '<path>'

/**
 * Where an absolute path begins: `/x`, `~/x`, `C:\x`, `\\server`, `file:/x`. Not a fraction (`S/s`), nor an address (`http://x`).
 */
const pathStart = /(?<![\w:/<>.)\]])(?:file:)?(?:~|[A-Za-z]:)?[\\/](?=[^\s])|(?<![\w])file:\S/

/** The value of a source that is a file, or a name with an ending. */
const fileName = /^(?:file|replay|loop|pipe):|[^\s.]\.[A-Za-z][\w-]{0,15}$/

/**
 * A line without paths. Any sign may stand in the name of a file, so all that follows a path goes with it.
 * @param own folders of the program's own, which are named instead: the longest first
 */
export function withoutPaths(line: string, own: readonly (readonly [folder: string, name: string])[] = []): string {
  const named = own.reduce((text, [folder, name]) => (folder === '' ? text : text.replaceAll(folder, name)), line)
  const start = pathStart.exec(named)
  return start === null ? named : `${named.slice(0, start.index)}${hiddenPath}`
}

/** Whether the value of a setting names a file. */
export function namesFile(value: string): boolean {
  return pathStart.test(value) || fileName.test(value)
}

function hidden(value: Value): Value {
  if (typeof value === 'object') return { id: value.id, values: value.values.map(hidden) }
  // A folder may stand before the name of a file; of a value that is no file little is lost.
  return typeof value === 'string' && (namesFile(value) || /[\\/]/.test(value)) ? hiddenPath : value
}

/** A sentence in English, with every value that names a file left out: here it is known where the name ends. */
export function sentenceWithoutPaths(sentence: Sentence): string {
  return withoutPaths(inWords({ id: sentence.id, values: sentence.values.map(hidden) }))
}
