// VCD (IEEE 1364, 18): a logic level for each channel, high from `level` volts on, told when it changes. While samples are missing
// the levels are unknown (x), as they are between kept segments. Samples that two of them share are told once: its time does not go back.
import { codeReader, columnsOf } from '../columns.ts'
import type { ExportRow, Pieces } from '../format.ts'
import { endless } from '../interleaved.ts'

const batchScans = 16_384
/** Of a femtosecond. */
const mostDigits = 15
const units = ['s', 'ms', 'us', 'ns', 'ps', 'fs'] as const
/** Printable characters name the signals. */
const [firstSign, signs] = [33, 94]

function signOf(k: number): string {
  const rest = Math.floor(k / signs)
  return (rest === 0 ? '' : signOf(rest - 1)) + String.fromCharCode(firstSign + (k % signs))
}

/**
 * The coarsest of the format's time scales in which every sample has a whole number; femtoseconds, rounded, where there is none.
 * @returns its text, and its steps for each second
 */
export function timeScale(rateHz: number): { readonly text: string; readonly perSecond: number } {
  let digits = 0
  while (digits < mostDigits && !Number.isInteger(10 ** digits / rateHz)) digits++
  const text = `${10 ** ((3 - (digits % 3)) % 3)} ${units[Math.ceil(digits / 3)]}`
  return { text, perSecond: 10 ** digits }
}

export const vcd: ExportRow<{ readonly level: number }> = {
  needsFile: false,
  carriesSegments: false,
  open(capture, { level }) {
    const { samplingFrequencyHz: rateHz, deviceName, bytesPerScan } = capture
    const signals = columnsOf(capture, 'VCD').map((column, k) => ({
      name: column.name,
      at: column.at,
      read: codeReader(column),
      sign: signOf(k),
      /** Codes from here on are high. A negative scale would turn them round. */
      isHigh: (code: number) => (code + column.offset) * column.scale >= level,
      was: 'x',
    }))
    const { text, perSecond } = timeScale(rateHz)
    const step = perSecond / rateHz
    const timeOf = Number.isInteger(step)
      ? (k: number) => (k * step < Number.MAX_SAFE_INTEGER ? String(k * step) : String(BigInt(k) * BigInt(step)))
      : (k: number) => {
          const seconds = Math.floor(k / rateHz)
          return String(BigInt(seconds) * BigInt(perSecond) + BigInt(Math.round((k - seconds * rateHz) * step)))
        }
    const head = Buffer.from(
      [
        '$version Blockscope $end',
        `$comment high from ${level} on; ${rateHz} samples per second $end`,
        `$timescale ${text} $end`,
        `$scope module ${deviceName.replace(/\s+/g, '_')} $end`,
        ...signals.map(({ name, sign }) => `$var wire 1 ${sign} ${name} $end`),
        '$upscope $end',
        '$enddefinitions $end',
        '#0',
        '$dumpvars',
        ...signals.map(({ sign }) => `x${sign}`),
        '$end\n',
      ].join('\n'),
    )
    let sample = 0
    /** The stream's sample at time 0, when the file is made of segments. */
    let origin: number | null = null
    /** Scans that were told already. */
    let shared = 0
    const unknown = (until: number): Pieces => {
      const lines = signals.map(({ sign }) => `x${sign}\n`).join('')
      const from = timeOf(sample)
      for (const signal of signals) signal.was = 'x'
      sample = until
      return [Buffer.from(`#${from}\n${lines}`, 'latin1')]
    }
    return {
      ...endless,
      scansAtOnce: batchScans,
      head: () => head,
      gap: ({ lostSamples }) => unknown(sample + lostSamples),
      segment({ firstSample }) {
        origin ??= firstSample
        const begin = firstSample - origin
        shared = Math.max(0, sample - begin)
        return begin > sample ? unknown(begin) : []
      },
      encode(bytes, scans) {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        let lines = ''
        const first = Math.min(shared, scans)
        shared -= first
        for (let scan = first, from = first * bytesPerScan; scan < scans; scan++, from += bytesPerScan, sample++) {
          let changes = ''
          for (const signal of signals) {
            const now = signal.isHigh(signal.read(view, from + signal.at)) ? '1' : '0'
            if (now === signal.was) continue
            signal.was = now
            changes += `${now}${signal.sign}\n`
          }
          if (changes !== '') lines += `#${timeOf(sample)}\n${changes}`
        }
        return [Buffer.from(lines, 'latin1')]
      },
      tail: () => [Buffer.from(`#${timeOf(sample)}\n`, 'latin1')],
    }
  },
}
