// The public door of the IIO room.
export {
  type Attribute,
  type AttributeTable,
  booleanAttribute,
  constantAttribute,
  formatNumber,
  type NumberAttributeSpec,
  numberAttribute,
  parseBoolean,
  parseNumber,
  parseUnsigned,
  type TextAttributeSpec,
  textAttribute,
} from './attribute.ts'
export type { AttributeEntry } from './attribute-tree.ts'
export { type BlockState, DmaBlock } from './buffer/dma/block.ts'
export { BlockList } from './buffer/dma/block-list.ts'
export { DmaBufferQueue, type DmaBufferQueueOptions, type EnqueueOptions } from './buffer/dma/queue.ts'
export { type BlockMemory, type DmaBufferOps, pageBytes, type QueueDiagnostics } from './buffer/dma/types.ts'
export { DmaengineBuffer, type DmaengineBufferOptions } from './buffer/dmaengine/buffer.ts'
export { type DmaengineSetup, freeDmaengineBuffer, setupDmaengineBuffer } from './buffer/dmaengine/setup.ts'
export { type BufferPreset, IioBuffer } from './buffer.ts'
export { IioBus } from './bus.ts'
export { type ChannelKind, type ChannelSpec, type IioChannel, timestampChannel } from './channel.ts'
export { IioDevice } from './device.ts'
export type { DeviceInfo, DeviceSpec, SetupOps } from './device-spec.ts'
export { type BufferDirection, type Modes, mode } from './modes.ts'
export { emptyMask, isSubset, maskHas, maskIndexes, maskOf, matchMask, type ScanMask } from './scan-mask.ts'
export { type TimestampClock, timestampClocks } from './timestamp-clock.ts'
export { updateBuffers } from './transaction.ts'
export { IioTrigger, maxConsumersPerTrigger, type PollFunction, type TriggerOps } from './trigger.ts'
