// The public door of the IIO room.

export { BlockAbi, defaultMaxBlockBytes, maxBlocks } from './buffer/blocks/block-abi.ts'
export type { BlockInterface, BlockMapping, MapRequest } from './buffer/blocks/block-interface.ts'
export { CallbackBuffer, type CallbackBufferSpec } from './buffer/callback/callback.ts'
export { type BlockState, DmaBlock } from './buffer/dma/block.ts'
export { BlockList } from './buffer/dma/block-list.ts'
export type { BlockMemory } from './buffer/dma/block-memory.ts'
export type { EnqueueOptions } from './buffer/dma/enqueue-options.ts'
export { DmaBufferQueue } from './buffer/dma/queue.ts'
export type { BlockReturns, DmaBufferOps, DmaBufferQueueOptions, QueueDiagnostics } from './buffer/dma/types.ts'
export { DmabufAttachments, fenceTimeoutMs } from './buffer/dmabuf/attachments.ts'
export { DmaBuf } from './buffer/dmabuf/dmabuf.ts'
export { DmaFence, type FenceUsage, Reservation } from './buffer/dmabuf/fence.ts'
export { DmaengineBuffer, type DmaengineBufferOptions } from './buffer/dmaengine/buffer.ts'
export { type DmaengineSetup, freeDmaengineBuffer, setupDmaengineBuffer } from './buffer/dmaengine/setup.ts'
export { freeKfifoBuffer, KfifoBuffer, setupKfifoBuffer } from './buffer/kfifo/kfifo.ts'
export { type BlockSink, BlockTransfer, type BlockTransferOptions } from './buffer/sink/block-transfer.ts'
export { fileSink, socketSink } from './buffer/sink/sinks.ts'
export { type BlockSettings, type BufferPreset, IioBuffer } from './buffer.ts'
export { IioBus } from './bus.ts'
export {
  type Attribute,
  type AttributeEntry,
  type AttributeTable,
  booleanAttribute,
  constantAttribute,
  type NumberAttributeSpec,
  numberAttribute,
  type PreparedWrite,
  type SlowWrites,
  type TextAttributeSpec,
  textAttribute,
} from './device/attribute.ts'
export type { AttributeHolder } from './device/attribute-holder.ts'
export { type ChannelKind, type ChannelSpec, type IioChannel, timestampChannel } from './device/channel.ts'
export { IioDevice } from './device/device.ts'
export type { DeviceSpec } from './device/device-spec.ts'
export type { DeviceInfo, SetupOps } from './device/device-state.ts'
export { type EventDirection, EventFd, type EventType, eventQueueLength, type IioEvent } from './device/event.ts'
export { type BufferDirection, type Modes, mode } from './device/modes.ts'
export { updateBuffers } from './enable/transaction.ts'
export { BufferFd, type DmabufEnqueueRequest, type OpenOptions, type WaitOptions } from './file/buffer-fd.ts'
export { DeviceNode, openDevice } from './file/device-node.ts'
export {
  type BlockAllocReply,
  type BlockAllocRequest,
  type BlockEnqueueRequest,
  type BlockInfo,
  blockFlag,
  dmabufFlag,
  type IoctlRequest,
  ioctl,
} from './file/ioctl.ts'
export type { PollEvents } from './file/stream.ts'
export { parseBoolean, parseFixpoint, parseInteger, parseUnsigned } from './parse.ts'
export { emptyMask, isSubset, maskHas, maskIndexes, maskOf, matchMask, type ScanMask } from './scan/scan-mask.ts'
export { nanoseconds, type TimestampClock, timestampClocks } from './scan/timestamp-clock.ts'
export { IioTrigger, maxConsumersPerTrigger, type PollFunction, type TriggerOps } from './trigger/trigger.ts'
export { setupTriggeredBuffer, type TriggeredBufferSetup } from './trigger/triggered-buffer.ts'
