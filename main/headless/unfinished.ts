// Recordings that a dead program left where this one is going to record: said in one line, and left as they are.
import path from 'node:path'
import { findUnfinished, isStandardOutput, shownName } from '#main/capture/index.ts'
import type { RunCommand } from '#main/cli/index.ts'

/** The line; null: there are none, or nothing is recorded into a file. */
export async function unfinishedLine({ record }: Pick<RunCommand, 'record'>): Promise<string | null> {
  if (record === null || isStandardOutput(record)) return null
  const folder = path.dirname(path.resolve(record))
  const found = await findUnfinished(folder)
  const [first] = found
  if (first === undefined) return null
  const count = found.length === 1 ? 'a recording was' : `${found.length} recordings were`
  return (
    `${count} left unfinished by a program that died (${shownName(path.basename(first.file))}${found.length > 1 ? ', …' : ''}); ` +
    `nothing was changed. The window closes them properly: --recordings ${shownName(folder)}`
  )
}
