// bench load: large files become the source of a channel while both channels are captured at 100 MS/s: what is lost
// meanwhile, and how busy the main thread is.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Instrument } from '#main/instrument/index.ts'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import { openInstrument, wait } from './scene.ts'

export const loadKinds = ['csv', 'wav', 'raw'] as const
export type LoadKind = (typeof loadKinds)[number]

const fullBytes = 200e6
/** What begins with the run (first touch of memory, compilation) is not what is measured. */
const settleSeconds = 3

/** Capture while a file is read. */
export interface Loaded {
  readonly seconds: number
  readonly scansPerSecond: number
  readonly lostSamples: number
  readonly mainThreadBusy: number
  /** Shares of the reading that viewers were told, in their order. */
  readonly shares: readonly number[]
}

/** A file of a kind with so many bytes. */
export function writeLargeFile(folder: string, kind: LoadKind, bytes: number): string {
  const file = path.join(folder, `large.${kind}`)
  const codes = Int16Array.from({ length: 1 << 18 }, (_, i) => 20_000 * Math.sin(i / 83))
  const rows = Array.from(
    codes.subarray(0, 20_000),
    (code, i) => `${(i * 1e-8).toFixed(9)},${(code / 32768).toFixed(6)}\n`,
  )
  const block = kind === 'csv' ? Buffer.from(rows.join('')) : Buffer.from(codes.buffer)
  const head = { csv: 'Time (s),CH1 (V)\n', wav: wavHead(bytes - 44), raw: '' }[kind]
  const blocks = Array.from({ length: Math.ceil(bytes / block.length) }, () => block)
  writeFileSync(file, Buffer.concat([Buffer.from(head, 'latin1'), ...blocks]))
  truncateSync(file, bytes)
  return file
}

/** Of 16 bits, one channel, 100 MS/s. */
function wavHead(dataBytes: number): string {
  const head = Buffer.alloc(44)
  head.write('RIFF....WAVEfmt ....\x01\0\x01\0........\x02\0\x10\0data....', 'latin1')
  head.writeUInt32LE(36 + dataBytes, 4)
  head.writeUInt32LE(16, 16)
  head.writeUInt32LE(100e6, 24)
  head.writeUInt32LE(200e6, 28)
  head.writeUInt32LE(dataBytes, 40)
  return head.toString('latin1')
}

/** Captures two channels at 100 MS/s; memory is enough for a large file beside it. */
export async function openCapture(): Promise<Instrument> {
  const instrument = await openInstrument({ samplingFrequencyHz: 100e6, channels: 2 }, { heapBytes: 2 ** 30 })
  await instrument.handlers.run()
  await wait(settleSeconds)
  return instrument
}

/** Makes a file the source of the first channel. @throws what the file is refused with */
export async function loadWhileCapturing(instrument: Instrument, file: string): Promise<Loaded> {
  const { hub } = instrument.parts
  const shares: number[] = []
  const listening = instrument.board.onChange.on(() => {
    const { channels } = instrument.board.state
    const loading = channels[0]?.loading
    if (loading?.phase === 'reading' && loading.totalBytes > 0) shares.push(loading.doneBytes / loading.totalBytes)
  })
  const before = { atMs: performance.now(), samples: hub.samples, lost: hub.lostSamples }
  const loop = performance.eventLoopUtilization()
  try {
    await instrument.writeAttribute('iio:device0', 'voltage0/source', instrument.parts.files.named(`file:${file}`))
  } finally {
    listening.dispose()
  }
  const { utilization } = performance.eventLoopUtilization(loop)
  const seconds = (performance.now() - before.atMs) / 1e3
  return {
    seconds,
    scansPerSecond: (hub.samples - before.samples) / seconds,
    lostSamples: hub.lostSamples - before.lost,
    mainThreadBusy: utilization,
    shares,
  }
}

export async function benchLoad({ memcpy }: BenchContext): Promise<BenchReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'blockscope-bench-'))
  // Before the capture: writing them holds the main thread.
  const files = loadKinds.map((kind) => ({ kind, file: writeLargeFile(folder, kind, fullBytes) }))
  const instrument = await openCapture()
  try {
    const figures = []
    for (const { kind, file } of files) {
      const seen = await loadWhileCapturing(instrument, file)
      const less = { lessIsBetter: true } as const
      figures.push(
        {
          name: `${kind}: read`,
          value: fullBytes / seen.seconds / 1e6,
          unit: 'MB/s',
          perMemcpy: fullBytes / seen.seconds / memcpy,
        },
        { name: `${kind}: captured meanwhile`, value: (2 * seen.scansPerSecond) / 1e6, unit: 'MS/s' },
        { name: `${kind}: lost`, value: seen.lostSamples, unit: 'S', ...less, wanted: { value: 0 } },
        { name: `${kind}: mainThreadBusy`, value: seen.mainThreadBusy, unit: '', ...less, wanted: { value: 0.2 } },
        { name: `${kind}: told how far it is`, value: seen.shares.length, unit: 'times' },
      )
    }
    return { figures, notes: [`Files of ${fullBytes / 1e6} MB, while 2 x 100 MS/s are captured and examined.`] }
  } finally {
    await instrument.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
