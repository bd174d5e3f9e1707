// A raw value of a channel that is being captured. Its converter is busy, and a driver refuses (EBUSY); but what it would
// say is on its way in the next block.
import type { Tap } from '#main/capture/index.ts'
import { decodeValue, parseScanType } from '#shared/iio/index.ts'
import { patience } from '#shared/patience.ts'
import type { ServedInstrument } from './served-instrument.ts'

/** So long a block may take. */
const patienceMs = 1000

/**
 * The newest sample of the captured channel with this id, as a code; null: it is not captured, or none came in time.
 */
export async function newestCode({ parts }: ServedInstrument, channelId: string): Promise<number | null> {
  const { hub, stack } = parts
  const channel = hub.isRunning ? hub.format?.channels.find(({ id }) => id === channelId) : undefined
  const { clock } = stack.runtime
  if (hub.format === null || channel === undefined) return null
  const { epoch, bytesPerScan } = hub.format
  const scanType = parseScanType(channel.scanType)
  return new Promise((resolve) => {
    const finish = (code: number | null): void => {
      timer.dispose()
      added.dispose()
      resolve(code)
    }
    const tap: Tap = {
      name: 'iiod-raw',
      onBlocks(blocks) {
        const block = blocks.at(-1)
        if (block === undefined) return
        if (block.epoch !== epoch) return finish(null)
        const scan = stack.heap.u8(block.address + block.bytes - bytesPerScan, bytesPerScan)
        finish(decodeValue(scan, channel.offsetBytes, scanType))
      },
    }
    const added = hub.addTap(tap)
    const timer = patience(clock, patienceMs, () => finish(null))
  })
}
