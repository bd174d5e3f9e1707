// Entry of the hardware thread: sleep until something is due or the doorbell rings, do it, again. Never busy-waits.
import { parentPort, workerData } from 'node:worker_threads'
import { instantiateKernels } from '#main/kernels/index.ts'
import { monotonicMs } from '#main/runtime/clock.ts'
import { sleptMs } from '#main/runtime/pauses/sleep.ts'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import { HardwareCore } from './core.ts'
import type { HardwareLayout } from './layout.ts'

/** What the main thread hands over. */
export interface HardwareThreadData {
  readonly memory: WebAssembly.Memory
  readonly kernelModule: WebAssembly.Module
  readonly layout: HardwareLayout
}

const { memory, kernelModule, layout } = workerData as HardwareThreadData
const core = new HardwareCore(instantiateKernels(kernelModule, memory), memory, layout, {
  now: monotonicMs,
  sleptMs,
  interrupt: () => parentPort?.postMessage(0),
})

setThreadPriority(niceness.capture)
while (!core.isShutDown) {
  const seen = core.doorbell.count
  const sleepMs = core.step() - monotonicMs()
  if (sleepMs > 0 && !core.isShutDown) core.doorbell.wait(seen, sleepMs)
}
