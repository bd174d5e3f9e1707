// Where settings are: the person's folder, and the file of who administers the machine.
import path from 'node:path'
import { homeFolder } from '#main/runtime/drive/home.ts'

/** Of the process: a test gives its own. */
export interface PlacesOf {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

const ownPlaces = (): PlacesOf => ({ platform: process.platform, env: process.env, home: homeFolder() })

const absolute = (folder: string | undefined): string | null =>
  folder !== undefined && path.isAbsolute(folder) ? folder : null

/** The platform's folder for the settings of a program: XDG on Linux, Application Support on macOS, AppData on Windows. */
export function platformFolder({ platform, env, home }: PlacesOf = ownPlaces()): string {
  if (platform === 'win32')
    return path.join(absolute(env.APPDATA) ?? path.join(home, 'AppData', 'Roaming'), 'blockscope')
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'blockscope')
  // A relative path is to be ignored: XDG Base Directory Specification.
  return path.join(absolute(env.XDG_CONFIG_HOME) ?? path.join(home, '.config'), 'blockscope')
}

/** The file with the defaults and the locks of all who use this machine; BLOCKSCOPE_SYSTEM_SETTINGS names another one. */
export function systemFile({ platform, env }: PlacesOf = ownPlaces()): string {
  const named = env.BLOCKSCOPE_SYSTEM_SETTINGS
  if (named !== undefined && named !== '') return path.resolve(named)
  if (platform === 'win32')
    return path.join(absolute(env.PROGRAMDATA) ?? 'C:\\ProgramData', 'Blockscope', 'settings.json')
  if (platform === 'darwin') return '/Library/Application Support/Blockscope/settings.json'
  return '/etc/blockscope/settings.json'
}
