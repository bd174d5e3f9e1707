// SigMF (version 1.2): the codes in NAME.sigmf-data, and NAME.sigmf-meta, which says what they are. A segment or a gap begins a
// capture, whose `core:global_index` counts the samples that are missing, too. That of a kept segment says when its trigger was
// (`blockscope:trigger_index`, a sample index with a fraction).
import {
  type Description,
  JsonMembers,
  jsonParts,
  type RecordedGap,
  type RecordedSegment,
} from '#main/capture/index.ts'
import type { Capture, ExportRow } from '../format.ts'
import { anyType, endless, interleaved, type Numbers, numbersOf } from '../interleaved.ts'

const format = 'SigMF'

/** Without the ending that SigMF gives it. */
const baseOf = (file: string): string => file.replace(/\.sigmf(-data|-meta)?$/, '')

interface Begin {
  readonly 'core:sample_start': number
  readonly 'core:global_index': number
  readonly 'core:datetime'?: string
  readonly 'blockscope:trigger_index'?: number
}

const isoOf = (unixMs: number): string => new Date(unixMs).toISOString()

class Captures {
  readonly #members = new JsonMembers()
  /** The newest one is told when a scan of it is in the file, or is to come. */
  #last: Begin | null = null
  #segment: RecordedSegment | null = null
  /** Scans that are missing in this segment. */
  #lost = 0

  segment(segment: RecordedSegment): void {
    this.#segment = segment
    this.#lost = 0
    this.#begin({
      'core:sample_start': segment.atScan,
      'core:global_index': segment.firstSample,
      'core:datetime': isoOf(segment.startUnixMs),
      ...(segment.triggerSample !== undefined && { 'blockscope:trigger_index': segment.triggerSample }),
    })
  }

  gap({ atScan, lostSamples }: RecordedGap): void {
    const segment = this.#segment
    if (segment === null) return
    this.#lost += lostSamples
    const since = atScan - segment.atScan + this.#lost
    this.#begin({
      'core:sample_start': atScan,
      'core:global_index': segment.firstSample + since,
      'core:datetime': isoOf(segment.startUnixMs + (since / segment.samplingFrequencyHz) * 1e3),
    })
  }

  /** @param scans in the file, when no more come; null: they may */
  text(scans: number | null): readonly Uint8Array[] {
    const last = this.#last
    if (last === null || (scans !== null && last['core:sample_start'] >= scans)) return this.#members.text()
    const comma = this.#members.count === 0 ? '' : ','
    return [...this.#members.text(), Buffer.from(`${comma}\n    ${JSON.stringify(last)}`)]
  }

  #begin(begin: Begin): void {
    // Two that begin at the same scan are one: the first has no scan.
    if (this.#last !== null && this.#last['core:sample_start'] < begin['core:sample_start'])
      this.#members.add(this.#last)
    this.#last = begin
  }
}

function metaParts(
  capture: Capture,
  { columns, type }: Numbers,
  captures: Captures,
  { sidecar }: Description,
): readonly Uint8Array[] {
  const datatype = { i8: 'ri8', u8: 'ru8', i16: 'ri16_le', u16: 'ru16_le', i32: 'ri32_le', u32: 'ru32_le' }[type]
  const global = {
    'core:datatype': datatype,
    'core:sample_rate': capture.samplingFrequencyHz,
    'core:num_channels': columns.length,
    'core:version': '1.2.0',
    'core:recorder': 'Blockscope',
    'core:hw': capture.deviceName,
    'core:extensions': [{ name: 'blockscope', version: '1.0.0', optional: true }],
    'blockscope:channels': columns.map(({ name, unit, scale, offset }) => ({ name, unit, scale, offset })),
    'blockscope:complete': sidecar.complete,
    'blockscope:lost_samples': sidecar.lostSamples,
    'blockscope:description': sidecar,
  }
  const list = captures.text(sidecar.ended ? sidecar.scans : null)
  return jsonParts({ global, annotations: [] }, { captures: list })
}

export const sigmf: ExportRow<unknown> = {
  needsFile: true,
  carriesSegments: true,
  fileOf: (file) => `${baseOf(file)}.sigmf-data`,
  open(capture) {
    const { encode, scansAtOnce } = interleaved(capture, format, anyType)
    return { ...endless, encode, scansAtOnce, head: () => new Uint8Array(0) }
  },
  describe(capture) {
    const numbers = numbersOf(capture, format, anyType)
    const captures = new Captures()
    return {
      form: {
        nameOf: (file) => `${baseOf(file)}.sigmf-meta`,
        partsOf: (description) => metaParts(capture, numbers, captures, description),
      },
      onSegment: (segment) => captures.segment(segment),
      onGap: (gap) => captures.gap(gap),
    }
  },
}
