// A DMA controller with its channels, as it is registered with the engine.
import type { DmaChannel } from './channel.ts'
import type { DmaController } from './provider.ts'

/** A DMA controller (struct dma_device). */
export interface DmaDevice extends DmaController {
  readonly channels: readonly DmaChannel[]
}
