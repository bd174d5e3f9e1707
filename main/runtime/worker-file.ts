// Where the bundles of the worker threads are: beside the bundle that runs, or in dist/main when a test runs sources.
import { existsSync } from 'node:fs'

/** URL of a built file of main, such as `hardware-thread.js` or `kernels.wasm`. */
export function builtFile(name: string): URL {
  const tried = ['./', '../', '../../dist/main/'].map((folder) => new URL(folder + name, import.meta.url))
  return tried.find((url) => existsSync(url)) ?? tried[0]!
}
