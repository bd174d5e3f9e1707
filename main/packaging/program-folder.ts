// The program as a folder, made by electron-builder: the runtime under our name with its fuses set, and app.asar.
import { rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { root } from './about.ts'
import type { RuntimeFolder } from './runtime-folder.ts'
import { runTool } from './tools.ts'

/** Files of a runtime that are of no use in a package. */
const useless = ['resources/default_app.asar', 'version', 'builder-debug.yml']

/**
 * Makes the folder and returns its path.
 * @param output a folder of its own for each call
 */
export async function makeProgramFolder(runtime: RuntimeFolder, version: string, output: string): Promise<string> {
  rmSync(output, { recursive: true, force: true })
  const flag = runtime.platform === 'linux' ? '--linux' : '--win'
  const settings = {
    electronDist: runtime.folder,
    'directories.output': output,
    'extraMetadata.version': version,
  }
  const words = Object.entries(settings).map(([name, value]) => `-c.${name}=${value}`)
  const builder = path.join(root, 'node_modules', '.bin', 'electron-builder')
  const env = { ELECTRON_BUILDER_OFFLINE: 'true' }
  await runTool(builder, [flag, 'dir', '--x64', '--publish', 'never', ...words], { cwd: root, env })
  const folder = path.join(output, runtime.platform === 'linux' ? 'linux-unpacked' : 'win-unpacked')
  for (const name of useless) rmSync(path.join(folder, name), { force: true })
  return folder
}

/** Size of the packed application in such a folder, bytes. */
export function appBytes(folder: string): number {
  return statSync(path.join(folder, 'resources', 'app.asar')).size
}
