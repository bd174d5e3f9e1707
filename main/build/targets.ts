// How each target is built. Vite (rolldown) bundles; AssemblyScript compiles the kernels.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import type { Target } from './build.ts'

/** Entry points of main. Workers are bundles of their own, beside the bundle that starts them. */
const mainEntries: Record<string, string> = {
  start: 'main/start.ts',
  headless: 'main/headless.ts',
  browser: 'main/server/main.ts',
  electron: 'main/electron/main.ts',
  'hardware-thread': 'main/hardware/thread.ts',
  'analysis-thread': 'main/capture/analysis/thread.ts',
}

export async function buildTarget(target: Target, root: string): Promise<void> {
  if (target === 'kernels') {
    const { compileKernels } = await import('../kernels/compile.ts')
    await compileKernels(path.join(root, 'dist', 'main'))
    return
  }
  if (target === 'page') {
    await build({ configFile: path.join(root, 'renderer', 'vite.config.ts'), logLevel: 'warn' })
    return
  }
  if (target === 'preload') {
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      build: {
        target: 'node20',
        outDir: 'dist/preload',
        emptyOutDir: true,
        minify: false,
        ssr: true,
        rolldownOptions: {
          input: path.join(root, 'main/electron/preload/preload.ts'),
          output: { format: 'cjs', entryFileNames: 'preload.cjs' },
          external: ['electron'],
        },
      },
    })
    return
  }
  const input = Object.fromEntries(
    Object.entries(mainEntries)
      .map(([name, file]) => [name, path.join(root, file)] as const)
      .filter(([, file]) => existsSync(file)),
  )
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    define: { __BLOCKSCOPE_VERSION__: JSON.stringify(process.env.npm_package_version ?? '') },
    ssr: { noExternal: true },
    build: {
      target: 'node20',
      outDir: 'dist/main',
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      ssr: true,
      rolldownOptions: {
        input,
        output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        external: ['electron', 'bufferutil', 'utf-8-validate'],
      },
    },
  })
}
