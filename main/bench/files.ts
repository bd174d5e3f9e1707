// bench files: files into the heap, from the wish to the samples, through the thread that reads them. Sources are in the
// system's file cache, as a file is that was just written or copied.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { FileLoader } from '#main/files/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { fileAt } from '#main/runtime/found-file.ts'
import type { BenchContext, BenchReport } from './benchmark.ts'
import type { Figure } from './figure.ts'

const fileBytes = 96 << 20
const runs = 4

const volts = (i: number): number => 0.8 * Math.sin(i / 37)
const seconds = (i: number): number => i * 1e-8

interface Kind {
  readonly name: string
  readonly file: string
  /** One period of the file, repeated to its size. */
  readonly block: Buffer
  readonly before?: string
  readonly wanted?: number
}

const rows = (make: (i: number) => string): string => Array.from({ length: 20_000 }, (_, i) => make(i)).join('')
const text = (make: (i: number) => string): Buffer => Buffer.from(rows(make))
const codes = Int16Array.from({ length: 1 << 18 }, (_, i) => (i * 40503) >> 4)

/** A WAV head for a file of so many bytes. */
function wavHead(channels: number, bits: number, tag: number): string {
  const head = Buffer.alloc(44)
  head.write('RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0', 0, 'latin1')
  head.writeUInt16LE(tag, 20)
  head.writeUInt16LE(channels, 22)
  head.writeUInt32LE(48_000, 24)
  head.writeUInt16LE((channels * bits) / 8, 32)
  head.writeUInt16LE(bits, 34)
  head.write('data\xff\xff\xff\xff', 36, 'latin1')
  return head.toString('latin1')
}

const kinds: readonly Kind[] = [
  { name: 'CSV: one column', file: 'one.csv', block: text((i) => `${volts(i).toFixed(7)}\n`), wanted: 100 },
  {
    name: 'CSV: time and a signal',
    file: 'two.csv',
    block: text((i) => `${seconds(i).toFixed(9)},${volts(i).toFixed(8)}\n`),
    wanted: 100,
  },
  {
    name: 'CSV: exponents, CRLF',
    file: 'exponents.csv',
    block: text((i) => `${seconds(i).toExponential(6)},${volts(i).toExponential(7)}\r\n`),
    wanted: 100,
  },
  {
    name: 'CSV: time and four signals',
    file: 'five.csv',
    block: text((i) => `${seconds(i).toFixed(9)}${`,${volts(i).toFixed(8)}`.repeat(4)}\n`),
    wanted: 100,
  },
  {
    name: 'CSV: semicolons, decimal commas',
    file: 'comma.csv',
    block: text((i) => `${seconds(i).toFixed(9)};${volts(i).toFixed(8)}\n`.replaceAll('.', ',')),
    wanted: 100,
  },
  {
    name: 'CSV: blanks between',
    file: 'blanks.txt',
    block: text((i) => `  ${seconds(i).toFixed(9)}   ${volts(i).toFixed(8)}\n`),
  },
  {
    name: 'CSV: UTF-16',
    file: 'wide.csv',
    before: '\xff\xfe',
    block: Buffer.from(
      rows((i) => `${seconds(i).toFixed(9)},${volts(i).toFixed(8)}\n`),
      'utf16le',
    ),
  },
  { name: 'WAV: 16 bits, 1 channel', file: 'mono.wav', before: wavHead(1, 16, 1), block: Buffer.from(codes.buffer) },
  {
    name: 'WAV: 24 bits, 2 channels',
    file: 'stereo.wav',
    before: wavHead(2, 24, 1),
    block: Buffer.alloc(6 << 16, 0x35),
  },
  {
    name: 'WAV: 32-bit float, 1 channel',
    file: 'float.wav',
    before: wavHead(1, 32, 3),
    block: Buffer.from(Float32Array.from(codes, (code) => code / 32768).buffer),
  },
  { name: 'raw: 16 bits', file: 'codes.raw', block: Buffer.from(codes.buffer) },
]

export async function benchFiles({ memcpy }: BenchContext): Promise<BenchReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'blockscope-bench-'))
  const heap = new CoherentHeap({ bytes: 512 << 20 })
  const loader = new FileLoader(heap)
  try {
    const figures: Figure[] = []
    for (const kind of kinds) figures.push(await measure(kind, path.join(folder, kind.file), heap, loader, memcpy))
    const notes = [
      `Each file has ${fileBytes / 1e6} MB; the time includes starting the thread, looking into the file and counting its lines.`,
    ]
    return { figures, notes }
  } finally {
    await loader.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  kind: Kind,
  file: string,
  heap: CoherentHeap,
  loader: FileLoader,
  memcpy: number,
): Promise<Figure> {
  const blocks = Math.ceil(fileBytes / kind.block.length)
  const before = Buffer.from(kind.before ?? '', 'latin1')
  const content = Buffer.concat([before, ...Array.from({ length: blocks }, () => kind.block)])
  writeFileSync(file, content)
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const begin = performance.now()
    const { address } = await loader.load({ file: fileAt(file), channel: 0, options: {} }).loaded
    best = Math.min(best, performance.now() - begin)
    heap.free(address)
  }
  rmSync(file)
  const bytesPerSecond = (content.length / best) * 1e3
  return {
    name: kind.name,
    value: bytesPerSecond / 1e6,
    unit: 'MB/s',
    perMemcpy: bytesPerSecond / memcpy,
    ...(kind.wanted !== undefined && { wanted: { value: kind.wanted } }),
  }
}
