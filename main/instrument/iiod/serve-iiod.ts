// The instrument as an IIOD server sees it: its bus, the device it captures, and writes as a viewer makes them.
import { type AttributeHolder, IioDevice } from '#main/iio/index.ts'
import { type IiodHost, IiodServer } from '#main/iiod/index.ts'
import type { TcpEndpoint } from '#main/runtime/tcp.ts'
import { errnoOf } from '#shared/errors.ts'
import { blockscopeVersion } from '../version.ts'
import { LentCapture } from './lent-capture.ts'
import { newestCode } from './newest-code.ts'
import type { ServedInstrument } from './served-instrument.ts'

/** Of the heap, what clients may hold: so the hardware always has blocks. */
const shareOfHeap = 1 / 8

/**
 * Serves the devices of the instrument to programs that use libiio. The server is closed before the instrument.
 * @throws as {@link IiodServer.listen}
 */
export function serveIiod(instrument: ServedInstrument, endpoint: TcpEndpoint): Promise<IiodServer> {
  const { stack } = instrument.parts
  const capture = new LentCapture(instrument)
  const host: IiodHost = {
    bus: stack.bus,
    runtime: stack.runtime,
    description: `Blockscope ${blockscopeVersion}, simulated devices`,
    attributes: [
      ['hw_model', 'Blockscope'],
      ['fw_version', blockscopeVersion],
    ],
    streamBytes: stack.heap.capacityBytes * shareOfHeap,
    captured: () => capture,
    readAttribute: (holder, path) => readAttribute(instrument, holder, path),
    // As a viewer: it names no files but those that are offered, and undo sees it.
    writeAttribute: async (holder, path, value) => {
      await instrument.handlers.writeAttribute({ device: holder.id, path, value })
    },
  }
  return IiodServer.listen(host, endpoint)
}

async function readAttribute(instrument: ServedInstrument, holder: AttributeHolder, path: string): Promise<string> {
  try {
    return await holder.readAttribute(path)
  } catch (thrown) {
    const channel = /^(.+)\/raw$/.exec(path)?.[1]
    const isCaptured = holder instanceof IioDevice && holder === instrument.parts.stack.device
    if (errnoOf(thrown) !== 'EBUSY' || !isCaptured || channel === undefined) throw thrown
    const code = await newestCode(instrument, holder.channel(channel)?.id ?? channel)
    if (code === null) throw thrown
    return String(code)
  }
}
