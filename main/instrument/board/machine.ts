// The simulated hardware and its two DMA controllers, which are there together, or not at all.
import { type DmaEngine, probeAxiDmac } from '#main/dmaengine/index.ts'
import { Hardware } from '#main/hardware/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { fail, say } from '#shared/errors.ts'
import type { Emitter } from '#shared/lifecycle.ts'
import { type Teardown, wholeOrNot } from '#shared/teardown.ts'

/** Of the input converter, and of the output converter. */
export const controllers = { input: 'axi-dmac0', output: 'axi-dmac1' } as const

export interface MachineParts {
  readonly heap: CoherentHeap
  readonly kernelModule: WebAssembly.Module
  readonly engine: DmaEngine
  readonly deferred: Runtime['deferred']
  /** Told when the hardware's thread ends by itself. */
  readonly onFailure: Emitter<string>
}

export class Machine {
  readonly #parts: MachineParts
  #now: { readonly hardware: Hardware; readonly teardown: Teardown } | null = null

  constructor(parts: MachineParts) {
    this.#parts = parts
  }

  get isUp(): boolean {
    return this.#now !== null && !this.#now.hardware.isGone
  }

  get hardware(): Hardware {
    return this.#now?.hardware ?? fail('ENODEV', say`The hardware is not there.`)
  }

  /** @throws EIO when the thread does not start; ENOMEM. Then it is down. */
  async powerUp(): Promise<void> {
    const { heap, kernelModule, engine, deferred, onFailure } = this.#parts
    const powered = await wholeOrNot(async (teardown) => {
      const hardware = await Hardware.start({ heap, kernelModule })
      teardown.add(() => hardware.stop())
      const bind = (name: string, direction: 'dev-to-mem' | 'mem-to-dev'): void => {
        const controller = probeAxiDmac({ engine, hardware, deferred, name, direction })
        teardown.add(() => controller.remove())
      }
      // The controllers hear of a failure first: what the hardware had finished is then complete.
      bind(controllers.input, 'dev-to-mem')
      bind(controllers.output, 'mem-to-dev')
      return { hardware, teardown }
    })
    this.#now = powered
    powered.hardware.onFailure.on((reason) => onFailure.fire(reason))
  }

  /** Its devices must be gone. Harmless when it is down. */
  async powerDown(): Promise<void> {
    const now = this.#now
    this.#now = null
    await now?.teardown.run()
  }
}
