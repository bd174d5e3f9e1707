// A device with software buffers (kfifo), recorded hooks and scans a test pushes itself.
import {
  type ChannelSpec,
  type DeviceSpec,
  freeKfifoBuffer,
  IioBus,
  IioDevice,
  type KfifoBuffer,
  setupKfifoBuffer,
} from '#main/iio/index.ts'
import { voltageChannels } from './dma-bench.ts'
import { FakeRuntime } from './fake-runtime.ts'
import { HookLog } from './hook-log.ts'

export interface KfifoBenchOptions {
  /** Default: two channels `voltage0`, `voltage1`, `le:s16/16>>0`. */
  readonly channels?: readonly ChannelSpec[]
  readonly device?: Partial<DeviceSpec>
  /** How many buffers; default 1. */
  readonly buffers?: number
}

export interface KfifoBench {
  readonly runtime: FakeRuntime
  readonly bus: IioBus
  readonly device: IioDevice
  readonly buffers: readonly KfifoBuffer[]
  readonly hooks: HookLog
  /** Unregisters the device and frees its buffers. */
  remove(): Promise<void>
}

export async function createKfifoBench(options: KfifoBenchOptions = {}): Promise<KfifoBench> {
  const runtime = new FakeRuntime()
  const hooks = new HookLog()
  const channels = options.channels ?? voltageChannels(2)
  const device = new IioDevice(hooks.record({ name: 'testdevice', channels, runtime, ...options.device }))
  const buffers = Array.from({ length: options.buffers ?? 1 }, (_, index) => {
    const buffer = setupKfifoBuffer(device)
    hooks.recordBuffer(`buffer${index}`, buffer)
    return buffer
  })
  const bus = new IioBus()
  await bus.register(device)
  return {
    runtime,
    bus,
    device,
    buffers,
    hooks,
    async remove() {
      await bus.unregister(device)
      freeKfifoBuffer(device)
    },
  }
}
