// Files that a desktop opens with Blockscope, and what the command line says for each. A file manager sends a name alone.
import { formatFileSource } from '#shared/files/source-text.ts'
import { sessionEnding } from '#shared/session/session.ts'

/** Ending of the description beside a recording. */
const descriptionEnding = '.json'
const recordingEnding = `.raw${descriptionEnding}`

/** Whether a word names such a file. */
export function isOpenable(word: string): boolean {
  return !word.startsWith('-') && (word.endsWith(sessionEnding) || word.endsWith(recordingEnding))
}

/** The words that begin with a file: a session is applied, and a recording is played into the first channel. */
export function wordsFor(file: string): readonly string[] {
  if (file.endsWith(sessionEnding)) return ['--session', file]
  const path = file.slice(0, -descriptionEnding.length)
  return ['--set', `voltage0/source=${formatFileSource({ path, options: {} })}`]
}
