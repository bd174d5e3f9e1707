// Exports of made-up captures, for tests: blocks whose codes a test knows, and a recorder that writes them.
import { type BlockRef, Recorder, type StreamFormat } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { FakeRuntime } from '#main/testing/index.ts'
import { encodeElement, parseScanType } from '#shared/iio/index.ts'
import { type ExportFormat, parseExport } from '#shared/kinds/exports.ts'
import { type OpenExport, openExport } from '../open-export.ts'
import type { FarSide } from '../thread/encoding.ts'
import { inProcess } from './in-process.ts'

export const startUnixMs = 1_700_000_000_000

/** Channels one behind the other, without padding. @param scanTypes of voltage0, voltage1, ... */
export function formatOf(scanTypes: readonly string[], samplingFrequencyHz = 1e6): StreamFormat {
  let bytesPerScan = 0
  const channels = scanTypes.map((scanType, k) => {
    const offsetBytes = bytesPerScan
    const { storagebits, repeat } = parseScanType(scanType)
    bytesPerScan += (storagebits / 8) * repeat
    const scale = { scaleMillivolts: 0.5 * (k + 1), offsetCodes: k === 0 ? 0 : -3 }
    return { id: `voltage${k}`, scanIndex: k, scanType, offsetBytes, unit: k === 2 ? 'A' : 'V', ...scale }
  })
  return { epoch: 1, bytesPerScan, samplingFrequencyHz, startUnixMs, channels }
}

/** Scans as the hardware would write them. @param codes of each channel; all as long */
export function scansOf({ channels, bytesPerScan }: StreamFormat, codes: readonly (readonly number[])[]): Uint8Array {
  const scans = codes[0]?.length ?? 0
  const bytes = new Uint8Array(scans * bytesPerScan)
  for (const [k, { scanType, offsetBytes }] of channels.entries()) {
    const type = parseScanType(scanType)
    for (let scan = 0; scan < scans; scan++)
      encodeElement(bytes, scan * bytesPerScan + offsetBytes, type, [codes[k]![scan]!])
  }
  return bytes
}

export interface ExportOf {
  /** `vcd,level=1`; the format, and its values. */
  readonly as: string
  readonly file: string
  readonly scans?: number | null
  readonly overwrite?: boolean
  /** It is made of segments of so many scans each. */
  readonly segmentScans?: number
  /** Where its encoder runs. Default: in this thread. */
  readonly side?: () => FarSide
}

export class ExportRig {
  readonly runtime = new FakeRuntime({ nowMs: 1000, unixMs: startUnixMs })
  readonly clock: Clock = this.runtime.clock
  readonly format: StreamFormat
  readonly #blocks: Uint8Array[] = []
  #next = 0
  /** References to blocks that were not given back. */
  held = 0

  constructor(format: StreamFormat) {
    this.format = format
  }

  /** The next block; `lost` scans are missing before it. */
  block(bytes: Uint8Array, lost = 0, epoch = 1): BlockRef {
    const address = this.#blocks.push(bytes) - 1
    const firstSample = this.#next + lost
    const scans = bytes.length / this.format.bytesPerScan
    this.#next = firstSample + scans
    const ms = this.clock.nowMs()
    return {
      ...{ sequence: 0, epoch, address, bytes: bytes.length, capacityBytes: bytes.length, scans, firstSample },
      ...{ lostBefore: lost, lastSampleMs: ms, slippedMs: 0, doneMs: ms },
      retain: () => void this.held++,
      release: () => void this.held--,
      keep: () => undefined,
      forget: () => undefined,
      hold: () => undefined,
    }
  }

  /** @throws as {@link openExport} */
  async open({ as, file, scans = null, overwrite = false, segmentScans, side = inProcess }: ExportOf) {
    const { format } = this
    const { settings } = parseExport(`${as}:${file}`)
    const capture = { deviceName: 'gigascope', ...format, ...(segmentScans !== undefined && { segmentScans }) }
    const made: OpenExport = await openExport({
      ...{ settings, file, capture, wantedScans: scans, overwrite },
      ...{ played: [], signal: null, onWait: () => undefined, side: side() },
    })
    const recorder = await Recorder.open({
      ...{ target: made.target, scans, seconds: null, device: 'iio:device0', deviceName: 'gigascope' },
      ...{ format, clock: this.clock, bytesOf: (address, length) => this.#blocks[address]!.subarray(0, length) },
    })
    recorder.onFormat(format)
    return { recorder, made }
  }
}

/** Exports the blocks into `file` and ends in order. @param blocks of bytes, and how many scans are missing before each */
export async function exportAll(
  format: StreamFormat,
  as: ExportFormat | `vcd,${string}`,
  file: string,
  blocks: readonly (readonly [Uint8Array, number])[],
) {
  const rig = new ExportRig(format)
  const { recorder, made } = await rig.open({ as, file })
  for (const [bytes, lost] of blocks) recorder.onBlocks([rig.block(bytes, lost)])
  const state = await recorder.finish()
  return { state, bytes: made.bytes(), held: rig.held }
}

export interface MadeSegment {
  readonly firstSample: number
  /** Instant of its trigger, samples since the begin of the stream. */
  readonly trigger: number
  readonly bytes: Uint8Array
}

/** Exports segments, all of them as long, into `file` and ends in order. */
export async function exportSegments(
  format: StreamFormat,
  as: ExportFormat | `${ExportFormat},${string}`,
  file: string,
  segments: readonly MadeSegment[],
) {
  const rig = new ExportRig(format)
  const segmentScans = segments[0]!.bytes.length / format.bytesPerScan
  const { recorder } = await rig.open({ as, file, segmentScans, scans: segmentScans * segments.length })
  for (const { firstSample, trigger, bytes } of segments) {
    const lastSampleMs = 1000 + ((firstSample + segmentScans - 1) / format.samplingFrequencyHz) * 1e3
    recorder.onTriggered(trigger)
    recorder.onBlocks([{ ...rig.block(bytes), firstSample, lastSampleMs }])
  }
  return recorder.finish()
}
