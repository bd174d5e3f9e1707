// The instrument behind an SCPI server.

import type { StreamFormat } from '#main/capture/index.ts'
import type { TcpEndpoint } from '#main/runtime/tcp.ts'
import { ScpiServer } from '#main/scpi/index.ts'
import type { Setting } from '#shared/contract/topics/settings.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import { ConditionWatch } from './conditions.ts'
import { InstrumentTarget } from './instrument-target.ts'
import { NewestScans } from './record/newest-scans.ts'
import type { ServedInstrument } from './served-instrument.ts'

export interface ServedScpi {
  readonly server: ScpiServer
  /** Cuts every client, and gives back the memory that is held for them. */
  close(): Promise<void>
}

/** Of the heap, what is held for records at most. The display holds the same blocks, and as a rule more of them. */
const shareOfHeap = 1 / 8
const leastBytes = 16 << 20
/** So late the analysis may be that says where the newest record is. */
const lateSeconds = 0.5

/**
 * Serves it to scripts. It is closed before the instrument.
 * @throws as {@link ScpiServer.listen}
 */
export async function serveScpi(instrument: ServedInstrument, endpoint: TcpEndpoint): Promise<ServedScpi> {
  const { hub, stack, screen } = instrument.parts
  const attributes = await initialAttributes(instrument)
  const budgetOf = ({ bytesPerScan, samplingFrequencyHz }: StreamFormat): number => {
    const seconds = 2 * screen.settings.secondsPerDiv * divisionsAcross + lateSeconds
    return Math.min(
      Math.max(seconds * bytesPerScan * samplingFrequencyHz, leastBytes),
      stack.heap.capacityBytes * shareOfHeap,
    )
  }
  const scans = new NewestScans(stack.heap, stack.runtime.clock, budgetOf)
  const tap = hub.addTap(scans)
  const shared = { scans, watch: new ConditionWatch(instrument.parts), attributes, registers: new Map() }
  const release = (): void => {
    tap.dispose()
    scans.clear()
  }
  try {
    const server = await ScpiServer.listen(() => new InstrumentTarget(instrument, shared), endpoint)
    const close = async (): Promise<void> => {
      await server.close()
      release()
    }
    return { server, close }
  } catch (thrown) {
    release()
    throw thrown
  }
}

/** What `*RST` makes of attributes: their devices tell no defaults, so what they were when serving began. */
async function initialAttributes({ settings }: ServedInstrument): Promise<readonly Setting[]> {
  return [...(await settings.read())]
    .filter(([path]) => path.startsWith('device/'))
    .map(([path, value]) => ({ path, value }))
}
