// The test harness: fake time, controllable hardware, ready-made devices. See README.md of this folder.
export { type Completion, ControllableChannel } from './controllable-channel.ts'
export { ControllableDma, type ControllableDmaOptions } from './controllable-dma.ts'
export { createDmaBench, type DmaBench, type DmaBenchOptions, voltageChannels } from './dma-bench.ts'
export { errnoFrom } from './errno.ts'
export { FakeRuntime, type FakeRuntimeOptions } from './fake-runtime.ts'
export { HookLog } from './hook-log.ts'
export { createKfifoBench, type KfifoBench, type KfifoBenchOptions } from './kfifo-bench.ts'
export type { ChannelCounts } from './test-channel.ts'
