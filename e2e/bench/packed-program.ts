// The packaged program of what is built now: packed anew for each benchmark, so that no older one is measured for it.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { readAbout, root } from '#main/packaging/about.ts'
import { makeProgramFolder } from '#main/packaging/program-folder.ts'
import { chooseRuntime } from '#main/packaging/runtime-folder.ts'
import { findElectron } from '../setup/lanes.ts'

export interface PackedProgram {
  readonly program: string
  /** Of the runtime in it. */
  readonly version: string
  remove(): void
}

/**
 * As `npm run dist` packs it, with its fuses, in a folder of its own.
 * @throws Error with a sentence where it cannot be packed
 */
export async function packProgram(): Promise<PackedProgram> {
  const runtime = chooseRuntime(findElectron())
  const output = path.join(root, 'release', 'bench')
  const folder = await makeProgramFolder(runtime, readAbout().version, output)
  return {
    program: path.join(folder, 'blockscope'),
    version: runtime.version,
    remove: () => rmSync(output, { recursive: true, force: true }),
  }
}
