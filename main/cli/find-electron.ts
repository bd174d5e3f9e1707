// Can the desktop app run here? Answered from files and environment in milliseconds. The `electron` package itself is
// not asked: loading it starts a download when its program is not there.
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}

const executables: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}

/** Folders the program may be in: one named by the environment, else the one beside the package. */
function folders(env: Machine['env']): readonly string[] {
  const named = env.ELECTRON_OVERRIDE_DIST_PATH
  if (named !== undefined && named !== '') return [named]
  try {
    const manifest = createRequire(import.meta.url).resolve('electron/package.json')
    return [path.join(path.dirname(manifest), 'dist')]
  } catch {
    return []
  }
}

/** The Electron program, or null when there is none. */
function findElectron({ platform, env }: Machine): string | null {
  for (const folder of folders(env)) {
    const file = path.join(folder, executables[platform] ?? 'electron')
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not there, or not to be run.
    }
  }
  return null
}

/** Whether a window can be shown. Only Linux and its like run without a screen as a matter of course. */
function hasDisplay({ platform, env }: Machine): boolean {
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY)
}

/** The program that can show the desktop app, or what is missing. */
export type Desktop = { readonly program: string } | { readonly missing: string }

export function findDesktop(machine: Machine): Desktop {
  const program = findElectron(machine)
  if (program === null) return { missing: 'no Electron program is installed' }
  return hasDisplay(machine) ? { program } : { missing: 'there is no display' }
}
