// `npm run dist [-- TARGET ...]`: the packages, built here. Says what it built, how large, what it left out and why. Ends with
// 1 when nothing was built or a packer failed, with 2 for a target that does not exist.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildTargets } from '#main/build/build.ts'
import { allTargets } from '#main/build/targets.ts'
import { root } from '#main/packaging/about.ts'
import { type BuiltPackage, buildPackages } from '#main/packaging/build-packages.ts'
import { type PackageTarget, readTargets } from '#main/packaging/package-targets.ts'
import { chooseRuntime } from '#main/packaging/runtime-folder.ts'
import { findElectron } from '../setup/lanes.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (thrown: unknown): void =>
  void process.stderr.write(`dist: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)

/** Resolves with the exit code. @param words the targets, none for all */
export async function dist(words: readonly string[]): Promise<number> {
  let targets: readonly PackageTarget[]
  try {
    targets = readTargets(words)
  } catch (thrown) {
    complain(thrown)
    return 2
  }
  const began = performance.now()
  let built: readonly BuiltPackage[]
  try {
    const runtime = chooseRuntime(findElectron())
    await buildTargets(allTargets, { ifStale: true })
    built = await buildPackages({ targets, runtime, output: path.join(root, 'release'), say })
  } catch (thrown) {
    complain(thrown)
    return 1
  }
  say(`${built.length} of ${targets.length} packages in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  return built.length === 0 ? 1 : 0
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = await dist(process.argv.slice(2))
