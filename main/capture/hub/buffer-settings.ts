// The hub's settings as the buffer's own attributes: `length` is what the circulating blocks hold together, `watermark` what
// wakes the hub. Both take effect live, and are true while the hub is stopped too: of the next run then.
import type { BlockSettings } from '#main/iio/index.ts'
import type { BufferWish } from '#shared/buffer/limits.ts'
import type { BufferPlan } from '#shared/buffer/plan.ts'
import { requestForLength } from '#shared/buffer/request.ts'

export interface PlannedBuffer {
  /** The plan in force, or the one the next start would follow. */
  planNow(): Promise<BufferPlan>
  setBuffer(request: Partial<BufferWish>): Promise<void>
}

export function readerSettings(hub: PlannedBuffer): BlockSettings {
  return {
    async readLength() {
      const { blockCount, scansPerBlock } = await hub.planNow()
      return blockCount * scansPerBlock
    },
    async writeLength(scans) {
      await hub.setBuffer(requestForLength(scans, await hub.planNow()))
    },
    async readWatermark() {
      return (await hub.planNow()).watermark
    },
    writeWatermark: (watermark) => hub.setBuffer({ watermark }),
  }
}
