// The home of the person. Libraries of the system look for their own files in it as they are loaded, and wait for its disk for ever
// where that does not answer: they can be given another one, which is theirs alone.
import os from 'node:os'
import path from 'node:path'

let own: string | null = null

/** Absolute. */
export const homeFolder = (): string => own ?? os.homedir()

/**
 * From now on libraries, and programs that are started, take `folder` for the home. The display lets in whom it knows without its key,
 * which may lie in the other one.
 */
export function giveLibrariesHome(folder: string): void {
  own = homeFolder()
  const { env } = process
  if (env.XAUTHORITY === undefined || env.XAUTHORITY.startsWith(own + path.sep))
    env.XAUTHORITY = path.join(folder, '.Xauthority')
  for (const name of ['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME']) delete env[name]
  env.HOME = folder
}
