// Part of bench kernels: digital phosphor, from samples to the brightness of cells.
import { type Kernels, type SignalSettings, SignalSource, storeRowScale, wholeRange } from '../kernels/index.ts'
import { sincTable, storeSincTable } from '../kernels/sinc-table.ts'
import * as lit from '../kernels/twins/lit.ts'
import * as twins from '../kernels/twins/persistence.ts'
import type { Figure } from './figure.ts'
import { TriggeredWaveforms } from './triggered-waveforms.ts'

const mebibyte = 1 << 20
const columns = 1000
const cells = columns * 256
/** Samples that are counted in a run. */
const fewer = 2 * mebibyte
/** Samples of a run of searching and drawing: four blocks of 1 MiB, the next four each time. */
const blocks = 2 * mebibyte
/** Samples of a piece: 64 KiB, which stay in the second-level cache while they are worked on. */
const pieceSamples = 32768
/** Scans after an edge before the next counts: a little less than a waveform, so that jitter costs none. */
const holdOff = 900

export type AddFigure = (
  name: string,
  count: number,
  run: () => void,
  twin?: [count: number, run: () => void],
  wanted?: Figure['wanted'],
  unit?: string,
) => Figure

export interface PhosphorBench {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  readonly add: AddFigure
  /** Address and number of samples of a 1 MHz sine at 1 GS/s, with noise: a period has as many as a map has columns. */
  readonly codes: number
  readonly samples: number
  readonly signal: SignalSettings
  /** Address of 16 MiB to work in. */
  readonly work: number
}

export function benchPhosphor({ kernels, memory, add, codes, samples, signal, work }: PhosphorBench): Figure {
  const { buffer } = memory
  const at = {
    scale: work,
    scratch: work + 64,
    pairs: work + mebibyte / 2,
    list: work + mebibyte,
    triggered: work + 2 * mebibyte,
    source: work + 4 * mebibyte,
    map: work + 5 * mebibyte,
    grades: work + 6 * mebibyte,
    slow: work + 8 * mebibyte,
    fills: work + 12 * mebibyte,
    sinc: work + 14 * mebibyte,
  }
  // Maps and fills begin empty, whatever was measured there before.
  new Uint8Array(buffer, work, 16 * mebibyte).fill(0)
  const few = new Int16Array(buffer, codes, fewer).slice()
  const list = new Uint32Array(buffer, at.list, 65536)
  const map = new Uint16Array(cells)
  const rows = twins.rowTable(wholeRange)
  storeRowScale(buffer, at.scale, wholeRange)

  /** Counts waveforms that follow each other, in groups; `clusters` of each column, or all samples of it. */
  function counting(
    name: string,
    src: number,
    { width, pitch, clusters, isJoined }: { width: number; pitch: number; clusters: number; isJoined: boolean },
    group: number,
    wanted: Figure['wanted'],
  ): void {
    const segments: number[] = []
    for (let first = 0; first + width * pitch <= fewer; first += width * pitch) segments.push(first, 0, width)
    const count = segments.length / 3
    const draw = (): void => {
      for (let i = 0; i < count; i += group) {
        const some = Math.min(group, count - i)
        const from = at.list + 12 * i
        if (clusters > 0)
          kernels.persistenceSparse(at.map, src, 1, 0, from, some, pitch, clusters, 0, at.scale, at.scratch)
        else kernels.persistence(at.map, isJoined ? at.fills : 0, src, 1, 0, from, some, pitch, 0, at.scale, at.scratch)
      }
      if (isJoined) kernels.mapFill(at.map, at.fills, width)
    }
    const words = Uint32Array.from(segments)
    list.set(words)
    const local = new Int16Array(buffer, src, fewer).slice()
    const hits = count * width * (clusters > 0 ? clusters * 8 : pitch)
    const twin =
      clusters > 0
        ? () => void twins.persistenceSparse(map, local, 1, 0, words, pitch, clusters, 0, rows, 1)
        : () => twins.persistence(map, null, local, 1, 0, words, pitch, 0, rows)
    add(name, hits, draw, [hits, twin], wanted)
  }
  const joined = { width: columns, pitch: 1, clusters: 0, isJoined: true }
  counting('persistence, 1000 columns, triggered waveforms', codes, joined, 64, { perTwin: 2 })

  const waveforms = new TriggeredWaveforms(kernels, buffer, at.triggered, {
    map: at.map,
    fills: at.fills,
    columns,
    pieceSamples,
    holdOff,
  })
  let next = 0
  const trigger = (): void => {
    waveforms.take(codes, next, blocks)
    next = (next + blocks) % samples
  }
  for (let n = 0; n < samples / blocks; n++) trigger()
  const perSample = waveforms.drawn / samples
  const rate = add('trigger + persistence, 1000 columns', blocks, trigger, undefined, { value: 1.2 }).value

  // Slowly enough for columns of many samples: a period in 64,000.
  const source = new SignalSource(kernels, memory, at.source, { ...signal, frequencyHz: signal.frequencyHz / 64 })
  source.render(0, at.slow, fewer)
  const wide = { width: columns, clusters: 0, isJoined: false }
  counting('persistence, 8 of 64 samples a column', at.slow, { ...wide, pitch: 64, clusters: 1 }, 16, { value: 0.3 })
  counting('persistence, 64 of 64 samples a column', at.slow, { ...wide, pitch: 64, clusters: 8 }, 4, { value: 0.3 })
  counting('persistence, 64 of 500 samples a column', at.slow, { ...wide, pitch: 500, clusters: 8 }, 4, { value: 0.3 })
  source.configure({ ...signal, frequencyHz: signal.frequencyHz / 10, shape: 'pulse', duty: 0.5 })
  source.render(0, at.slow, fewer)
  counting('persistence, squares, 1000 columns', at.slow, joined, 64, { value: 1 })
  source.configure({ ...signal, shape: 'noise' })
  source.render(0, at.slow, fewer)
  counting('persistence, noise, 1000 columns', at.slow, joined, 64, { value: 0.4 })

  const pairs = Array.from({ length: 64 }, (_, i) => [i * columns, 0]).flat()
  const fine = Uint32Array.from(pairs.map((word, i) => (i % 2 === 0 ? word + 16 : word)))
  list.set(fine)
  storeSincTable(buffer, at.sinc)
  const table = { weights: sincTable(), smooth: 0 }
  const step = 65536 / 20
  for (const [name, smooth] of [
    ['persistence, 20 columns a sample, lines', 32_767],
    ['persistence, 20 columns a sample, sin(x)/x', 0],
  ] as const) {
    const draw = (): void => {
      const { map: to, fills, scale, scratch, sinc } = at
      kernels.persistenceFine(to, fills, codes, 1, 0, at.list, 64, columns, step, sinc, smooth, 0, scale, scratch)
    }
    const twin = (): void =>
      twins.persistenceFine(map, null, few, 1, 0, fine, columns, step, { ...table, smooth }, 0, rows)
    add(name, 64 * columns, draw, [64 * columns, twin], { value: smooth === 0 ? 0.5 : 1 })
  }
  // Waveforms of 100 samples, each of them somewhere in eight columns.
  const short = Uint32Array.from({ length: 512 }, (_, i) => (i % 2 === 0 ? 500 * i + 16 : (i * 7919) % 65_536))
  list.set(short)
  add(
    'persistence, samples lit, 8 columns a sample',
    256 * 100,
    () => {
      kernels.persistenceLit(at.map, at.fills, codes, 1, 0, at.list, 256, 800, 3, at.scale, at.scratch, at.pairs)
      kernels.mapLight(at.map, at.fills, 800, 0)
    },
    [256 * 100, () => void lit.persistenceLit(few, 1, 0, short, 800, 3, rows)],
    { value: 2 },
  )
  kernels.envelope(at.slow, 1, 64, columns, at.pairs)
  const extremes = new Int16Array(buffer, at.pairs, 2 * columns).slice()
  add(
    'map: envelope, rows crossed',
    columns,
    () => {
      kernels.persistenceCross(at.fills, at.pairs, 1, 0, columns, at.scale)
      kernels.mapCross(at.map, at.fills, columns, 0)
    },
    [columns, () => twins.persistenceCross(map, extremes, 1, 0, 0, rows)],
    undefined,
    'Gcolumns/s',
  )

  // A map as it is after a while: its waveforms cover some rows of each column.
  new Uint16Array(buffer, at.map, cells).fill(0)
  for (let n = 0; n < samples / blocks; n++) trigger()
  map.set(new Uint16Array(buffer, at.map, cells))
  const most = kernels.mapPeak(at.map, cells)
  const grades = new Uint8Array(cells)
  const unit = 'Gcells/s'
  const peak = (): void => void kernels.mapPeak(at.map, cells)
  add('map: largest count', cells, peak, [cells, () => void twins.mapPeak(map)], undefined, unit)
  const grade = (): void => kernels.mapGrade(at.map, cells, most, at.grades)
  add('map: brightness', cells, grade, [cells, () => twins.mapGrade(map, most, grades)], undefined, unit)
  const fade = (): void => kernels.mapFade(at.map, cells, 15, 0)
  add('map: fading', cells, fade, [cells, () => twins.mapFade(map, 15, 0)], undefined, unit)
  return { name: 'trigger + persistence, waveforms', value: rate * perSample * 1e3, unit: 'M/s' }
}
