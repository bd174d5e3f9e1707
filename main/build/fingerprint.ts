// Tells whether files changed, without reading them: a digest of path, size and change time of each.
import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** Folders never looked into, and files that no bundle contains. */
const ignoredFolders = new Set(['node_modules', 'dist'])
const ignoredFiles = /\.(test|spec)\.ts$|\.(md|png)$/

/**
 * Digest of the named files and of everything in the named folders but for what no bundle contains. A name that does not exist is
 * left out.
 */
export function fingerprint(root: string, names: readonly string[]): string {
  const hash = createHash('sha256')
  const visit = (at: string, isNamed: boolean): void => {
    const info = statSync(path.join(root, at), { throwIfNoEntry: false })
    if (info === undefined || (!isNamed && ignoredFiles.test(at))) return
    if (!info.isDirectory()) {
      hash.update(`${at}\n${info.size}\n${info.mtimeMs}\n`)
      return
    }
    for (const name of readdirSync(path.join(root, at)).sort())
      if (!ignoredFolders.has(name)) visit(`${at}/${name}`, false)
  }
  for (const name of names) visit(name, true)
  return hash.digest('hex')
}
