// HDF5: `samples` (scans x channels, codes) with what is known of them as attributes, and the list of `gaps` behind it, of
// kept segments that of `segments`, too. Its data lie in one
// piece, behind a head that is written again: a file that was cut has the scans that its head says. (The library, h5wasm, writes to a
// file by its name, past the exclusive place and the full disk that a recording knows; it reads these files in the tests.)
import type { RecordedGap, RecordedSegment } from '#main/capture/index.ts'
import { codeTypes } from '../columns.ts'
import type { ExportRow, Progress } from '../format.ts'
import { type Attribute, type Dataset, hdf5Head } from '../hdf5/head.ts'
import { anyType, interleaved } from '../interleaved.ts'
import { segmentNumbers } from '../segment-list.ts'

/** Where samples begin is a multiple of this: readers may map them. */
const alignBytes = 4096
/** Of a number in a list. */
const listBytes = 8
const aligned = (bytes: number, to: number): number => Math.ceil(bytes / to) * to

const noLists = { gaps: [], segments: [] } as const

export const hdf5: ExportRow<unknown> = {
  needsFile: true,
  carriesSegments: false,
  open(capture) {
    const { columns, type, frameBytes, encode, scansAtOnce } = interleaved(capture, 'HDF5', anyType)
    const gaps: RecordedGap[] = []
    const segments: RecordedSegment[] = []
    const isSegmented = capture.segmentScans !== undefined
    /** Those that are in the file: none before its tail is. */
    let told: { readonly gaps: readonly RecordedGap[]; readonly segments: readonly RecordedSegment[] } = noLists
    const facts: readonly Attribute[] = [
      { name: 'sampling_frequency', value: capture.samplingFrequencyHz },
      { name: 'channels', value: columns.map(({ name }) => name) },
      { name: 'units', value: columns.map(({ unit }) => unit) },
      { name: 'scale', value: columns.map(({ scale }) => scale) },
      { name: 'offset', value: columns.map(({ offset }) => offset) },
    ]
    const attributes: readonly Attribute[] = [
      { name: 'creator', value: 'Blockscope' },
      { name: 'device', value: capture.deviceName },
    ]

    function head({ scans, complete, startUnixMs }: Progress, samplesAt: number): Buffer {
      const count = scans ?? 0
      const samples: Dataset = {
        ...{ name: 'samples', type: codeTypes[type], dims: [count, columns.length], address: samplesAt },
        attributes: [
          ...facts,
          { name: 'start_unix_ms', value: startUnixMs ?? Number.NaN },
          { name: 'complete', value: complete ? 1 : 0 },
        ],
      }
      const end = samplesAt + count * frameBytes
      const gapsAt = aligned(end, listBytes)
      const list: Dataset = {
        ...{ name: 'gaps', type: { bytes: listBytes, signed: false }, dims: [told.gaps.length, 2], address: gapsAt },
        attributes: [{ name: 'columns', value: ['before_scan', 'lost_scans'] }],
      }
      const segmentsAt = gapsAt + told.gaps.length * 2 * listBytes
      const kept: Dataset = {
        ...{ name: 'segments', type: 'f64', dims: [told.segments.length, 4], address: segmentsAt },
        attributes: [{ name: 'columns', value: ['at_scan', 'first_sample', 'trigger_sample', 'start_unix_ms'] }],
      }
      const listsEnd = segmentsAt + told.segments.length * 4 * listBytes
      const hasLists = told.gaps.length + told.segments.length > 0
      return hdf5Head([samples, list, ...(isSegmented ? [kept] : [])], attributes, hasLists ? listsEnd : end)
    }

    // A head is always as long, whatever its numbers are.
    const nothing = { scans: 0, complete: false, startUnixMs: null }
    const samplesAt = aligned(head(nothing, 0).length, alignBytes)
    return {
      encode,
      scansAtOnce,
      mostScans: Number.POSITIVE_INFINITY,
      gap(gap) {
        gaps.push(gap)
        return []
      },
      segment(segment) {
        segments.push(segment)
        return []
      },
      head(progress) {
        const made = head(progress, samplesAt)
        return Buffer.concat([made, Buffer.alloc(samplesAt - made.length)])
      },
      tail({ scans }) {
        const end = scans ?? 0
        told = {
          gaps,
          segments: segments.filter(({ atScan }) => atScan < end),
        }
        if (told.gaps.length + told.segments.length === 0) return []
        const bytes = end * frameBytes
        const lost = BigUint64Array.from(
          told.gaps.flatMap(({ atScan, lostSamples }) => [BigInt(atScan), BigInt(lostSamples)]),
        )
        const kept = Float64Array.from(told.segments.flatMap(segmentNumbers))
        return [
          Buffer.alloc(aligned(bytes, listBytes) - bytes),
          new Uint8Array(lost.buffer),
          new Uint8Array(kept.buffer),
        ]
      },
    }
  },
}
