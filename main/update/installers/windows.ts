// On Windows files of a running program cannot be replaced, so the installer is started when this program ends. It waits until the
// program's file is free, asks nothing, and installs where the version before is.
import type { Installer } from './installer.ts'
import type { Tools } from './tools.ts'

/** @param atEnd has something done when this program ends, whatever ends it */
export function windowsInstaller(tools: Tools, atEnd: (fn: () => void) => void): Installer {
  return {
    kind: 'exe',
    takesPlace: 'at the end',
    hindrance: () => null,
    keep: () => Promise.resolve(null),
    install({ file }) {
      atEnd(() => tools.leave(file, ['/S']))
      return Promise.resolve()
    },
  }
}
