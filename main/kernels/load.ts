// Loading the compiled kernels: the module once per process, an instance per thread.
import { readFile } from 'node:fs/promises'
import { builtFile } from '#main/runtime/worker-file.ts'
import type { Kernels } from './kernels.ts'

/** Reads and compiles `kernels.wasm`. The module can be posted to worker threads. */
export async function loadKernelModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(builtFile('kernels.wasm')))
}

/** The kernels over a shared memory (maximum 4 GiB). Synchronous; one instance per thread. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels
}
