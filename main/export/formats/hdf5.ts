// HDF5: `samples` (scans x channels, codes) with what is known of them as attributes, and the list of `gaps` behind it. Its data lie in one
// piece, behind a head that is written again: a file that was cut has the scans that its head says. (The library, h5wasm, writes to a
// file by its name, past the exclusive place and the full disk that a recording knows; it reads these files in the tests.)
import type { RecordedGap } from '#main/capture/index.ts'
import { codeTypes } from '../columns.ts'
import type { ExportRow, Progress } from '../format.ts'
import { type Attribute, type Dataset, hdf5Head } from '../hdf5/head.ts'
import { anyType, interleaved } from '../interleaved.ts'

/** Where samples begin is a multiple of this: readers may map them. */
const alignBytes = 4096
const gapBytes = 8
const aligned = (bytes: number, to: number): number => Math.ceil(bytes / to) * to

export const hdf5: ExportRow<unknown> = {
  needsFile: true,
  carriesSegments: false,
  open(capture) {
    const { columns, type, frameBytes, encode, scansAtOnce } = interleaved(capture, 'HDF5', anyType)
    const gaps: RecordedGap[] = []
    /** Those that are in the file: none before its tail is. */
    let told: readonly RecordedGap[] = []
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
      const gapsAt = aligned(end, gapBytes)
      const list: Dataset = {
        ...{ name: 'gaps', type: { bytes: gapBytes, signed: false }, dims: [told.length, 2], address: gapsAt },
        attributes: [{ name: 'columns', value: ['before_scan', 'lost_scans'] }],
      }
      return hdf5Head([samples, list], attributes, told.length === 0 ? end : gapsAt + told.length * 2 * gapBytes)
    }

    // A head is always as long, whatever its numbers are.
    const nothing = { scans: 0, complete: false, startUnixMs: null }
    const samplesAt = aligned(head(nothing, 0).length, alignBytes)
    return {
      encode,
      scansAtOnce,
      mostScans: Number.POSITIVE_INFINITY,
      onGap: (gap) => void gaps.push(gap),
      head(progress) {
        const made = head(progress, samplesAt)
        return Buffer.concat([made, Buffer.alloc(samplesAt - made.length)])
      },
      tail({ scans }) {
        told = gaps.filter(({ atScan }) => atScan <= (scans ?? 0))
        if (told.length === 0) return []
        const bytes = (scans ?? 0) * frameBytes
        const list = BigUint64Array.from(
          told.flatMap(({ atScan, lostSamples }) => [BigInt(atScan), BigInt(lostSamples)]),
        )
        return [Buffer.alloc(aligned(bytes, gapBytes) - bytes), new Uint8Array(list.buffer)]
      },
    }
  },
}
