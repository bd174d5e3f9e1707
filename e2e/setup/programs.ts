// Programs of the system that the tests use, found on the PATH.
import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** Full path of the first of `names` that can be run; null when there is none. */
export function findProgram(...names: readonly string[]): string | null {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name)
      try {
        accessSync(file, constants.X_OK)
        return file
      } catch {
        // Not in this folder.
      }
    }
  return null
}

export const findChromium = (): string | null => findProgram('chromium', 'chromium-browser', 'google-chrome')
export const findXvfb = (): string | null => findProgram('Xvfb')
