// The registration side of an emulated DMA controller.
import { DmaChannel, type DmaDevice, type DmaDirection } from '#main/dmaengine/index.ts'
import type { StreamChannel } from './stream-channel.ts'

/** A controller whose channels are streams of 16-bit samples. */
export function emulatedController(
  name: string,
  streams: Readonly<Record<string, StreamChannel>>,
  directions: readonly DmaDirection[],
  maxSegmentBytes = 16 * 1024 * 1024,
): DmaDevice {
  const channels: DmaChannel[] = []
  const device: DmaDevice = {
    name,
    capabilities: ['SLAVE', 'CYCLIC', 'PRIVATE'],
    srcAddrWidths: 1 << 2,
    dstAddrWidths: 1 << 2,
    directions,
    maxBurst: 1,
    maxSegmentBytes,
    descriptorReuse: false,
    channels,
  }
  for (const [channel, stream] of Object.entries(streams)) channels.push(new DmaChannel(device, channel, stream))
  return device
}
