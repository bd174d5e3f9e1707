// A device with a DMA buffer on a controllable controller, ready to be played with.
import { DmaEngine } from '#main/dmaengine/index.ts'
import {
  type ChannelSpec,
  type DeviceSpec,
  type DmaengineBuffer,
  freeDmaengineBuffer,
  IioBus,
  IioDevice,
  setupDmaengineBuffer,
} from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { AuditedMemory } from './audited-memory.ts'
import type { ControllableChannel } from './controllable-channel.ts'
import { ControllableDma, type ControllableDmaOptions } from './controllable-dma.ts'
import { FakeRuntime } from './fake-runtime.ts'
import { FaultInjector } from './faults.ts'
import { HookLog } from './hook-log.ts'

export interface DmaBenchOptions {
  /** Default: two channels `voltage0`, `voltage1`, `le:s16/16>>0`. */
  readonly channels?: readonly ChannelSpec[]
  /** More of the device: masks, attributes, hooks (they run after they were logged). */
  readonly device?: Partial<DeviceSpec>
  readonly dma?: Partial<ControllableDmaOptions>
  readonly direction?: 'in' | 'out'
  /** Bytes; default 64 MiB. */
  readonly heapBytes?: number
  /** Leave the device off the bus. */
  readonly unregistered?: boolean
}

export interface DmaBench {
  readonly runtime: FakeRuntime
  readonly heap: CoherentHeap
  /** What the buffer and the controller have of the heap; it records what should never happen to it. */
  readonly memory: AuditedMemory
  /** Failures to order. */
  readonly faults: FaultInjector
  readonly engine: DmaEngine
  readonly dma: ControllableDma
  /** The hardware side of the buffer's channel. */
  readonly hardware: ControllableChannel
  readonly bus: IioBus
  readonly device: IioDevice
  readonly buffer: DmaengineBuffer
  /** Every hook of the device as it was called. */
  readonly hooks: HookLog
  /** Switches the named scan elements on (default: all) and enables the buffer. */
  enable(...channels: readonly string[]): Promise<void>
  disable(): Promise<void>
  /** Completes the oldest transfer with `data` and runs its interrupt and its callback. */
  complete(data?: Uint8Array): Promise<void>
  /** Unregisters the device and frees its buffer, as a driver's removal does. */
  remove(): Promise<void>
}

/** Signed 16-bit voltage channels 0 .. count-1. */
export function voltageChannels(count: number): ChannelSpec[] {
  return Array.from({ length: count }, (_, channel) => ({
    kind: 'voltage' as const,
    channel,
    scanIndex: channel,
    scanType: { sign: 's' as const, realbits: 16 },
  }))
}

export async function createDmaBench(options: DmaBenchOptions = {}): Promise<DmaBench> {
  const runtime = new FakeRuntime()
  const heap = new CoherentHeap({ bytes: options.heapBytes ?? 64 * 1024 * 1024, poison: true })
  const engine = new DmaEngine()
  const direction = options.direction ?? 'in'
  const faults = new FaultInjector()
  const memory = new AuditedMemory(heap, faults)
  const dma = new ControllableDma({ runtime, heap, faults, audit: memory, ...options.dma })
  const name = options.device?.name ?? 'testdevice'
  dma.connect(engine, name, direction === 'in' ? 'rx' : 'tx')
  const hooks = new HookLog()
  const channels = options.channels ?? voltageChannels(2).map((channel) => ({ ...channel, direction }))
  const device = new IioDevice(hooks.record({ channels, runtime, ...options.device, name }))
  const buffer = setupDmaengineBuffer(device, { engine, heap: memory, runtime, direction })
  hooks.recordBuffer('buffer0', buffer)
  const bus = new IioBus()
  if (options.unregistered !== true) await bus.register(device)
  const write = (path: string, value: string): Promise<void> => runtime.finish(device.writeAttribute(path, value))
  return {
    runtime,
    heap,
    memory,
    faults,
    engine,
    dma,
    hardware: dma.channel(),
    bus,
    device,
    buffer,
    hooks,
    async enable(...wanted) {
      const ids = wanted.length > 0 ? wanted : device.scanElements.map((channel) => channel.id)
      for (const id of ids) await write(`${id}/en`, '1')
      await write('buffer0/enable', '1')
    },
    disable: () => write('buffer0/enable', '0'),
    async complete(data) {
      dma.channel().complete(data === undefined ? {} : { data })
      await runtime.runAll()
    },
    async remove() {
      await runtime.finish(bus.unregister(device))
      await runtime.finish(freeDmaengineBuffer(device))
      await runtime.runAll()
    },
  }
}
