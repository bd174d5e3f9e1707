// Builds what Blockscope runs from: kernels (WebAssembly), the bundles of main, the preload script and the page.
// Each target has a stamp: the newest change time of its inputs. `--if-stale` builds only what changed.
//
//   tsx main/build/build.ts [--if-stale] [target ...]      targets: kernels main preload page
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export type Target = 'kernels' | 'main' | 'preload' | 'page'

const root = fileURLToPath(new URL('../..', import.meta.url))
const stampDir = path.join(root, 'dist', 'stamps')

/** Folders whose content decides whether a target is stale; root files that steer every build are added to each. */
const inputs: Record<Target, readonly string[]> = {
  kernels: ['main/kernels', 'main/build'],
  main: ['main', 'shared'],
  preload: ['main/electron/preload', 'shared', 'main/build'],
  page: ['renderer', 'shared', 'main/build'],
}
const everyBuild = ['package.json', 'package-lock.json', 'tsconfig.base.json']

/** In dependency order: main embeds the compiled kernels. */
export const allTargets: readonly Target[] = ['kernels', 'main', 'preload', 'page']

function fingerprint(target: Target): string {
  let newest = 0
  let files = 0
  const visit = (at: string): void => {
    const info = statSync(at)
    if (info.isDirectory()) {
      for (const name of readdirSync(at)) if (name !== 'node_modules' && name !== 'dist') visit(path.join(at, name))
      return
    }
    if (/\.(test|spec)\.ts$|\.md$|\.png$/.test(at)) return
    files++
    newest = Math.max(newest, info.mtimeMs)
  }
  for (const input of [...inputs[target], ...everyBuild]) visit(path.join(root, input))
  return `${files} files, newest ${newest}`
}

async function build(target: Target): Promise<void> {
  const steps = await import('./targets.ts')
  await steps.buildTarget(target, root)
  mkdirSync(stampDir, { recursive: true })
  writeFileSync(path.join(stampDir, target), fingerprint(target))
}

function isStale(target: Target): boolean {
  const stamp = path.join(stampDir, target)
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint(target)
}

/** Builds those of the targets whose inputs changed since their last build. */
export async function buildIfStale(targets: readonly Target[] = allTargets): Promise<void> {
  for (const target of allTargets) if (targets.includes(target) && isStale(target)) await build(target)
}

async function cli(): Promise<void> {
  const words = process.argv.slice(2)
  const named = words.filter((word): word is Target => (allTargets as readonly string[]).includes(word))
  const targets = named.length > 0 ? named : allTargets
  if (words.includes('--if-stale')) return buildIfStale(targets)
  for (const target of allTargets) if (targets.includes(target)) await build(target)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await cli()
