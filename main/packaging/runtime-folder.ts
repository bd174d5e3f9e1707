// The Electron that goes into the packages: a folder that is named, one that is installed, or that of the tests.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface RuntimeFolder {
  readonly folder: string
  readonly platform: 'linux' | 'windows'
  /** As its file `version` says. */
  readonly version: string
}

/** Reads what runtime a folder holds. @throws Error with one sentence when it holds none */
export function inspectRuntime(folder: string): RuntimeFolder {
  const has = (name: string): boolean => existsSync(path.join(folder, name))
  const platform = has('electron') ? 'linux' : has('electron.exe') ? 'windows' : null
  if (platform === null) throw new Error(`There is neither electron nor electron.exe in ${folder}.`)
  const version = has('version') ? readFileSync(path.join(folder, 'version'), 'utf8').trim() : ''
  return { folder, platform, version: version === '' ? 'of an unknown version' : version.replace(/^v/, '') }
}

/**
 * The runtime to pack: `BLOCKSCOPE_ELECTRON_DIST` when it is set, else the one that was found.
 * @param found folder of an Electron that is installed, else that of the tests; null when there is neither
 * @throws Error with one sentence when there is none
 */
export function chooseRuntime(found: string | null, env: NodeJS.ProcessEnv = process.env): RuntimeFolder {
  const named = env.BLOCKSCOPE_ELECTRON_DIST
  const folder = named === undefined || named === '' ? found : path.resolve(named)
  if (folder === null)
    throw new Error(
      'There is no Electron to pack: run npm run test:setup, or name a folder in BLOCKSCOPE_ELECTRON_DIST.',
    )
  return inspectRuntime(folder)
}

/** Electron that is too old to meet a network: what is packed with it is for tests. */
export function isForTests({ version }: RuntimeFolder): boolean {
  return Number.parseInt(version, 10) < 40
}
