// The diagnostics of a running instrument: what it is doing, put together with what the program noted of itself.
import {
  type DiagnosticsFacts,
  Diary,
  diagnosticsText,
  type InstrumentFacts,
  machineFacts,
  runtimeVersions,
} from '#main/diagnostics/index.ts'
import { thisProcess } from '#main/runtime/running-process.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import { contentOf } from '#shared/contract/topics/recording.ts'
import { toWireError } from '#shared/errors.ts'
import { formatParameter } from '#shared/kinds/parameter-text.ts'
import { formatBytes, formatSi } from '#shared/units.ts'
import type { InstrumentParts } from '../parts.ts'
import type { WritePath } from '../settings/write-path.ts'
import { blockscopeVersion } from '../version.ts'

/** What is looked at of an instrument. */
export interface Diagnosed extends Pick<InstrumentService, 'handlers' | 'state'> {
  readonly parts: InstrumentParts
  readonly settings: WritePath
}

/** What a front knows of itself. */
export interface SelfKnowledge {
  readonly diary: Diary
  /** Lines about the graphics; default: it has no window. */
  readonly graphics?: () => Promise<readonly string[]>
}

async function instrumentFacts(instrument: Diagnosed): Promise<InstrumentFacts> {
  const { handlers, settings } = instrument
  const { hub, recordings, unfinished } = instrument.parts
  const now = instrument.state()
  const { buffer, recording, exported } = now
  const devices = await handlers.listDevices()
  const { tree } = settings
  const written = recording === null ? 'none since the program began' : `${recording.state}, ${contentOf(recording)}`
  return {
    devices: devices.map(
      ({ id, name, status, attributes }) => `${id} ${name}: ${status}, ${attributes.length} attributes`,
    ),
    capture: [
      `${now.acquisition}${now.fault === null ? '' : `: ${now.fault}`}, device ${now.deviceName}`,
      `${formatSi(now.samplingFrequencyHz, 'S/s')}, ${now.channels.filter(({ enabled }) => enabled).length} of ${now.channels.length} channels`,
      `${buffer.blockCount} blocks of ${formatBytes(buffer.blockBytes)}, watermark ${buffer.watermark}`,
      `lost ${hub.lostSamples} samples, ${now.viewers} viewers`,
    ],
    recording: `${written}${recordings.isActive ? '' : '; nothing is under way'}${exported === null ? '' : `; export ${exported.state}`}`,
    unfinished: unfinished.list.length,
    settings: [...(await settings.read())].map(([path, value]) => {
      const text = path.startsWith('device/') ? String(value) : formatParameter(tree.leaf(path), value as never)
      return [path, text] as const
    }),
  }
}

/**
 * The text. It is made whatever fails: a part that cannot be had is said to be missing, and why.
 * @param instrument or why there is none
 * @param self null: nothing was noted
 * @param page what a page says of itself
 */
export async function diagnose(
  instrument: Diagnosed | string,
  front: string,
  self: SelfKnowledge | null,
  page: readonly string[] = [],
): Promise<string> {
  const said = (thrown: unknown): string => toWireError(thrown).message
  const facts: DiagnosticsFacts = {
    atUnixMs: Date.now(),
    version: blockscopeVersion,
    front,
    sinceUnixMs: thisProcess.startedUnixMs,
    versions: runtimeVersions(),
    machine: machineFacts(),
    instrument: typeof instrument === 'string' ? instrument : await instrumentFacts(instrument).catch(said),
    graphics: (await self?.graphics?.().catch((thrown: unknown) => [said(thrown)])) ?? [],
    page,
    diary: await (self?.diary ?? new Diary({ folder: null, front, version: blockscopeVersion })).facts(),
  }
  return diagnosticsText(facts)
}
