// Where a program without a window keeps what is its own: the folder that the window uses too.
import path from 'node:path'
import { homeFolder } from '#main/runtime/drive/home.ts'

const name = 'blockscope'

/** The folder of the program's own files, as Electron chooses it. */
export function ownFolder(
  platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home = homeFolder(),
): string {
  if (platform === 'win32') return path.join(env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), name)
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', name)
  const chosen = env.XDG_CONFIG_HOME ?? ''
  return path.join(path.isAbsolute(chosen) ? chosen : path.join(home, '.config'), name)
}

/** The folder of logs, and of what belongs to them. @param chosen null: below the program's own folder */
export const logFolderOf = (chosen: string | null, own = ownFolder()): string =>
  chosen === null ? path.join(own, 'logs') : path.resolve(chosen)
