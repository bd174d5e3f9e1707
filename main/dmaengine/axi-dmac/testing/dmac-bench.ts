// A bench for tests: the controller, its driver and the converter in one thread, with a clock that stands still.
import { onTestFinished } from 'vitest'
import { Hardware } from '#main/hardware/index.ts'
import { instantiateKernels, loadKernelModule } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { DmaEngine, type DmaResult, type DmaResultCode, probeAxiDmac } from '../../index.ts'

const kernelModule = await loadKernelModule()

export interface DmacBenchOptions {
  readonly ids?: number
  readonly queueDepth?: number
  readonly maxPieceBytes?: number
}

/** Hardware at 1 MS/s on one channel, so that a millisecond is 1000 scans of 2 bytes. */
export function dmacBench({ ids = 4, queueDepth = 4, maxPieceBytes = 1 << 20 }: DmacBenchOptions = {}) {
  const heap = new CoherentHeap({ bytes: 8 << 20, poison: true })
  const clock = { nowMs: 5000 }
  const tasklets: (() => void)[] = []
  const hardware = Hardware.inProcess({
    heap,
    kernels: instantiateKernels(kernelModule, heap.memory),
    now: () => clock.nowMs,
    dmac: { ids, queueDepth },
  })
  const engine = new DmaEngine()
  engine.link({ consumer: 'test', name: 'rx', provider: 'axi-dmac0', channel: 'ch0' })
  const deferred = { tasklet: (fn: () => void) => void tasklets.push(fn), work: (fn: () => void) => void fn() }
  const dmac = probeAxiDmac({ engine, hardware, deferred, maxPieceBytes })
  onTestFinished(() => {
    // Unless the test removed it.
    if (engine.devices.length > 0) dmac.remove()
  })
  const channel = engine.requestChannel('test', 'rx')
  const results: { tag: number; result: DmaResultCode; residue: number; first: number; lost: number }[] = []
  const runTasklets = (): void => {
    for (let fn = tasklets.shift(); fn !== undefined; fn = tasklets.shift()) fn()
  }
  return {
    heap,
    clock,
    hardware,
    channel,
    dmac,
    results,
    runTasklets,
    core: hardware.core!,
    start(mask = 1, rate = 1_000_000): void {
      void hardware.startConverter(rate, mask)
      hardware.core!.step()
    },
    /** Lets simulated time pass in small steps, as a thread that the doorbell wakes at once and that is never late. */
    pass(ms: number, stepMs = 1): void {
      hardware.core!.step()
      for (const end = clock.nowMs + ms; clock.nowMs < end; ) {
        clock.nowMs = Math.min(end, clock.nowMs + stepMs)
        hardware.core!.step()
        runTasklets()
      }
    },
    queue(tag: number, bytes: number, address = heap.alloc(bytes)): number {
      const descriptor = channel.prepSlaveSingle(address, bytes, 'dev-to-mem')!
      descriptor.callbackResult = (result: DmaResult) =>
        void results.push({
          tag,
          result: result.result,
          residue: result.residue,
          first: result.metadata!.firstSample,
          lost: result.metadata!.lostBefore,
        })
      descriptor.submit()
      return address
    },
  }
}
