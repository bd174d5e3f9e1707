// Registers the simulated controller with the engine: one channel, one direction.
import type { Hardware } from '#main/hardware/index.ts'
import type { Deferred } from '#main/runtime/clock.ts'
import { DisposableStore } from '#shared/lifecycle.ts'
import { DmaChannel } from '../channel.ts'
import type { DmaDevice } from '../device.ts'
import type { DmaEngine } from '../engine.ts'
import type { DmaDirection } from '../types.ts'
import { AxiDmacChannel } from './channel.ts'

export interface AxiDmacOptions {
  readonly engine: DmaEngine
  readonly hardware: Hardware
  readonly deferred: Deferred
  /** Default `axi-dmac0`. */
  readonly name?: string
  /** Default dev-to-mem, the input converter's controller; mem-to-dev is the output converter's. */
  readonly direction?: DmaDirection
  /** Width of the bus on both sides, bytes. Default 8. */
  readonly busBytes?: number
  /** Longest piece of the hardware, bytes. Default 16 MiB (a 24-bit length register). */
  readonly maxPieceBytes?: number
  /** Longest segment offered to clients; longer pieces are split. Default 64 MiB. */
  readonly maxSegmentBytes?: number
  readonly strict?: boolean
}

export interface AxiDmac {
  readonly device: DmaDevice
  /** Unregisters the controller and leaves the interrupt line. Its channel must be free. */
  remove(): void
}

/** Name of the controller's only channel. */
export const axiDmacChannelName = 'ch0'

/** Binds the driver to the hardware's register file and registers it. @throws as DmaEngine.registerDevice does */
export function probeAxiDmac(options: AxiDmacOptions): AxiDmac {
  const { engine, hardware, deferred } = options
  const busBytes = options.busBytes ?? 8
  const maxBurst = 16
  const channels: DmaChannel[] = []
  const device: DmaDevice = {
    name: options.name ?? 'axi-dmac0',
    capabilities: ['SLAVE', 'CYCLIC', 'INTERLEAVE', 'PERIPHERAL_VEC', 'REPEAT', 'LOAD_EOT', 'PRIVATE'],
    // Bit w: accesses of w bytes.
    srcAddrWidths: 2 ** busBytes,
    dstAddrWidths: 2 ** busBytes,
    directions: [options.direction ?? 'dev-to-mem'],
    maxBurst,
    residueGranularity: 'DESCRIPTOR',
    maxSegmentBytes: options.maxSegmentBytes ?? 64 * 2 ** 20,
    descriptorReuse: true,
    channels,
  }
  const direction = options.direction ?? 'dev-to-mem'
  const operations = new AxiDmacChannel({
    hardware,
    registers: direction === 'dev-to-mem' ? hardware.registers : hardware.dacRegisters,
    deferred,
    direction,
    busBytes,
    maxPieceBytes: options.maxPieceBytes ?? 16 * 2 ** 20,
    maxBurst,
    canReuse: true,
    strict: options.strict ?? false,
  })
  channels.push(new DmaChannel(device, axiDmacChannelName, operations))
  engine.registerDevice(device)
  const bindings = new DisposableStore()
  bindings.add(hardware.onInterrupt(() => operations.handleInterrupt()))
  bindings.add(hardware.onFailure.on(() => operations.handleFailure()))
  return {
    device,
    remove(): void {
      bindings.dispose()
      engine.unregisterDevice(device)
    },
  }
}
