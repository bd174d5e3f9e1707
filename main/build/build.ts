// Builds what Blockscope runs from: kernels (WebAssembly), the bundles of main, the preload script and the page.
// `--if-stale` builds only what changed: each target leaves a stamp of its inputs, and its outputs must exist.
//
//   tsx main/build/build.ts [--if-stale] [target ...]      targets: kernels main preload page
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { fingerprint } from './fingerprint.ts'
import { withLock } from './lock.ts'
import { isStale, stamp } from './stamps.ts'
import { allTargets, inputsOf, type Target } from './targets.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Builds a target. The stamp is of the inputs as they were before: a file changed meanwhile makes it stale again. */
async function build(target: Target, inputs: string): Promise<void> {
  const began = performance.now()
  const { buildTarget } = await import('./bundle.ts')
  try {
    await buildTarget(target, root)
  } catch (thrown) {
    throw new Error(`building ${target} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
  stamp(root, target, inputs)
  process.stderr.write(`built ${target} in ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
}

/** Builds the targets, or with `ifStale` those of them whose inputs changed or whose outputs are missing. */
export async function buildTargets(targets: readonly Target[], { ifStale }: { ifStale: boolean }): Promise<void> {
  const needed = (): readonly (readonly [Target, string])[] =>
    allTargets
      .filter((target) => targets.includes(target))
      .map((target) => [target, fingerprint(root, inputsOf(target))] as const)
      .filter(([target, inputs]) => !ifStale || isStale(root, target, inputs))
  if (needed().length === 0) return
  await withLock(path.join(root, 'dist', 'build.lock'), async () => {
    for (const [target, inputs] of needed()) await build(target, inputs)
  })
}

async function cli(): Promise<void> {
  const words = process.argv.slice(2)
  const unknown = words.filter((word) => word !== '--if-stale' && !(allTargets as readonly string[]).includes(word))
  if (unknown.length > 0) throw new Error(`unknown target ${unknown.join(' ')}; targets are ${allTargets.join(' ')}`)
  const named = allTargets.filter((target) => words.includes(target))
  await buildTargets(named.length > 0 ? named : allTargets, { ifStale: words.includes('--if-stale') })
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  cli().catch((thrown: unknown) => {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    process.exitCode = 1
  })
}
