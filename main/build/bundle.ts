// How each target is built. Vite (rolldown) bundles; AssemblyScript compiles the kernels.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build, type InlineConfig, type Rolldown } from 'vite'
import { entriesOfMain, type Target } from './targets.ts'

/** What of others is in a bundle, with its licences: packages show it (main/packaging). */
const license = { fileName: 'licences.json' }

/** Names of functions and classes stay, so that a line of a log says where it came from; what only people read goes. */
const withoutComments = { compress: false, mangle: { toplevel: false, keepNames: true } } as const

/** A module whose names nobody uses is left out, and a chunk has only what its own entries use: less is loaded at the start. */
const onlyWhatIsUsed = { moduleSideEffects: false } as const

/** Oldest Node and Electron that must run the bundles; one build serves all. */
const nodeTarget = 'node20'

function common(root: string): InlineConfig {
  const about = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    define: { __BLOCKSCOPE_VERSION__: JSON.stringify(about.version) },
    ssr: { noExternal: true },
  }
}

async function buildMain(root: string): Promise<void> {
  const outDir = path.join(root, 'dist', 'main')
  const built = (await build({
    ...common(root),
    build: {
      target: nodeTarget,
      outDir,
      emptyOutDir: false, // kernels.wasm lives there, and running threads read their bundle from there
      minify: false,
      sourcemap: true,
      license,
      ssr: true,
      rolldownOptions: {
        input: entriesOfMain(root),
        treeshake: onlyWhatIsUsed,
        output: {
          format: 'esm',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name].js',
          minify: withoutComments,
        },
        external: ['electron', 'bufferutil', 'utf-8-validate'],
      },
    },
  })) as Rolldown.RolldownOutput
  removeOthers(outDir, 'chunks', built)
}

async function buildPage(root: string): Promise<void> {
  const configFile = path.join(root, 'renderer', 'vite.config.ts')
  const built = (await build({
    configFile,
    logLevel: 'warn',
    build: { license, emptyOutDir: false }, // a window that is open may load its page again at any moment
  })) as Rolldown.RolldownOutput
  removeOthers(path.join(root, 'dist', 'page'), 'assets', built)
}

/** Removes what earlier builds left in a folder below `outDir`. */
function removeOthers(outDir: string, folder: string, built: Rolldown.RolldownOutput): void {
  const at = path.join(outDir, folder)
  if (!existsSync(at)) return
  const kept = new Set(built.output.map((file) => file.fileName))
  for (const name of readdirSync(at)) if (!kept.has(`${folder}/${name}`)) rmSync(path.join(at, name))
}

/** A sandboxed preload script cannot be an ES module and cannot load files: one CommonJS file. */
async function buildPreload(root: string): Promise<void> {
  await build({
    ...common(root),
    build: {
      target: nodeTarget,
      outDir: path.join(root, 'dist', 'preload'),
      emptyOutDir: true,
      license,
      minify: false,
      ssr: true,
      rolldownOptions: {
        input: path.join(root, 'main/electron/preload/preload.ts'),
        output: { format: 'cjs', entryFileNames: 'preload.cjs' },
        external: ['electron'],
      },
    },
  })
}

export async function buildTarget(target: Target, root: string): Promise<void> {
  if (target === 'kernels') {
    const { compileKernels } = await import('../kernels/compile.ts')
    await compileKernels(path.join(root, 'dist', 'main'))
  } else if (target === 'page') {
    await buildPage(root)
  } else if (target === 'preload') {
    await buildPreload(root)
  } else {
    await buildMain(root)
  }
}
