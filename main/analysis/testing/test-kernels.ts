// The real kernels for tests: compiled once per test file, instantiated over any memory.
import { instantiateKernels, type Kernels, loadKernelModule } from '#main/kernels/index.ts'

const module = await loadKernelModule()

export function testKernels(memory: WebAssembly.Memory): Kernels {
  return instantiateKernels(module, memory)
}
