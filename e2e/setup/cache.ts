// Where downloads of the tests are kept: outside the working tree, so that `npm ci` does not throw them away.
import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** The cache folder, created when missing. `BLOCKSCOPE_CACHE` names another one. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache')
  const folder = process.env.BLOCKSCOPE_CACHE ?? path.join(base, 'blockscope')
  mkdirSync(folder, { recursive: true })
  return folder
}
