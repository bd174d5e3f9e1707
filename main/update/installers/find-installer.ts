// How this program was installed, by what is seen of it, and what installs another version of it.
import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { appImageInstaller } from './app-image.ts'
import type { Installer } from './installer.ts'
import { packageInstaller } from './package-manager.ts'
import { systemTools, type Tools } from './tools.ts'
import { windowsInstaller } from './windows.ts'

export interface ProgramWorld {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  /** The program that runs. */
  readonly execPath: string
  readonly isRoot: boolean
  readonly tools: Tools
  /** Has something done when this program ends. */
  readonly atEnd: (fn: () => void) => void
}

/** That of this process. */
export function programWorld(): ProgramWorld {
  return {
    platform: process.platform,
    env: process.env,
    execPath: process.execPath,
    isRoot: process.getuid?.() === 0,
    tools: systemTools,
    atEnd: (fn) => void process.once('exit', fn),
  }
}

/** Whether the package manager says that the program's file belongs to Blockscope. */
async function owns(tools: Tools, program: string, words: readonly string[], name: RegExp): Promise<boolean> {
  if (!tools.has(program)) return false
  return tools.run(program, words).then(
    (told) => name.test(told),
    () => false,
  )
}

/** What installs another version; null when this one came from no package that can be replaced: from an archive, or the sources. */
export async function findInstaller(world: ProgramWorld): Promise<Installer | null> {
  const { platform, env, execPath, tools, isRoot, atEnd } = world
  const beside = path.dirname(execPath)
  if (platform === 'win32')
    return existsSync(path.join(beside, 'Uninstall.exe')) ? windowsInstaller(tools, atEnd) : null
  if (platform !== 'linux') return null
  const image = env.APPIMAGE ?? ''
  // The variable is inherited by whatever an AppImage starts: it is ours when the program runs from its mount.
  const mount = env.APPDIR ?? ''
  if (path.isAbsolute(image) && existsSync(image) && mount !== '' && execPath.startsWith(path.join(mount, '/')))
    return appImageInstaller(image)
  const program = await realpath(execPath).catch(() => execPath)
  const hasScreen = (env.DISPLAY ?? '') + (env.WAYLAND_DISPLAY ?? '') !== ''
  const packages = { tools, isRoot, hasScreen }
  if (await owns(tools, 'dpkg-query', ['--search', program], /^blockscope:/m)) return packageInstaller('deb', packages)
  if (await owns(tools, 'rpm', ['--query', '--file', '--queryformat', '%{NAME}', program], /^blockscope$/))
    return packageInstaller('rpm', packages)
  return null
}
