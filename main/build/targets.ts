// What is built, from what, into what. Plain data: reading it must cost nothing, since every start does.
import path from 'node:path'
import { pageList } from '#shared/guide/page-list.ts'

export type Target = 'kernels' | 'main' | 'preload' | 'page'

/** In dependency order. */
export const allTargets: readonly Target[] = ['kernels', 'main', 'preload', 'page']

/** Entry points of main. Worker threads are bundles of their own, beside the bundle that starts them. */
const mainEntries: Readonly<Record<string, string>> = {
  start: 'main/start.ts',
  headless: 'main/headless.ts',
  electron: 'main/electron/main.ts',
  'is-built': 'main/build/is-built.ts',
  'hardware-thread': 'main/hardware/thread.ts',
  'prefault-thread': 'main/memory/prefault-thread.ts',
  'drive-thread': 'main/runtime/drive/thread.ts',
  'stream-thread': 'main/streams/thread.ts',
  'file-thread': 'main/files/thread.ts',
  'export-thread': 'main/export/thread/thread.ts',
  'analysis-thread': 'main/analysis/thread/thread.ts',
  'lane-thread': 'main/analysis/thread/lane-thread.ts',
}

/** Entry name -> source file. */
export function entriesOfMain(root: string): Record<string, string> {
  return Object.fromEntries(Object.entries(mainEntries).map(([name, file]) => [name, path.join(root, file)]))
}

const inputs: Readonly<Record<Target, readonly string[]>> = {
  kernels: ['main/kernels'],
  main: ['main', 'shared'],
  preload: ['main/electron/preload', 'shared/port'],
  page: ['renderer', 'shared', ...pageList.map(({ file }) => file)],
}
const inputsOfAll = ['package-lock.json', 'tsconfig.base.json', 'main/build/bundle.ts']

/** Files and folders whose content decides whether a target is stale. */
export function inputsOf(target: Target): readonly string[] {
  return [...inputs[target], ...inputsOfAll]
}

/** Files that must exist for a target to count as built. */
export function outputsOf(target: Target): readonly string[] {
  if (target === 'kernels') return ['dist/main/kernels.wasm']
  if (target === 'preload') return ['dist/preload/preload.cjs', 'dist/preload/licences.json']
  if (target === 'page') return ['dist/page/index.html', 'dist/page/licences.json']
  return [...Object.keys(mainEntries).map((name) => `dist/main/${name}.js`), 'dist/main/licences.json']
}
