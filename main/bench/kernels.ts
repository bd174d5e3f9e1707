// bench kernels: every hot loop on one core, against memcpy (bytes of samples per second) and its TypeScript twin.
import { lowPassCoefficients } from '../analysis/bandwidth/low-pass.ts'
import { instantiateKernels, loadKernelModule, SignalSource, signalDefaults } from '../kernels/index.ts'
import { fillNoise, streamKey } from '../kernels/synthesis/noise.ts'
import { synthesisCell } from '../kernels/synthesis-kernels.ts'
import { combine } from '../kernels/twins/combine.ts'
import { lowPass } from '../kernels/twins/low-pass.ts'
import { placeFine } from '../kernels/twins/place.ts'
import * as records from '../kernels/twins/records.ts'
import * as twins from '../kernels/twins/scans.ts'
import { type KeptSegment, keepSegments } from '../kernels/twins/segments.ts'
import * as synthesisTwins from '../kernels/twins/synthesis.ts'
import type { BenchContext } from './benchmark.ts'
import type { Figure } from './figure.ts'
import { bestSeconds } from './measure.ts'
import { benchPhosphor } from './phosphor.ts'
import { benchStates } from './states.ts'
import { benchTriggers } from './triggers.ts'

const mebibyte = 1 << 20
/** 64 MiB of int16: samples of a run from memory. */
const samples = 32 * mebibyte
const blockSamples = mebibyte / 2
/** Samples of a run of a twin: few, so that some run is not disturbed; they come from the cache, in the twin's favour. */
const fewer = samples / 16
/** Scans of a piece: 128 KiB, which stays in the second-level cache while it is worked on. */
const pieceSamples = 65536
/** Scans of a tile of the analysis. */
const tileSamples = 16384
const columns = 1000

const at = {
  work: mebibyte,
  source: 2 * mebibyte,
  computed: 3 * mebibyte,
  edges: 4 * mebibyte,
  table: 8 * mebibyte,
  triggers: 12 * mebibyte,
  out: 16 * mebibyte,
  codes: 96 * mebibyte,
} as const

type Wanted = NonNullable<Figure['wanted']>

export async function benchKernels({ memcpy, isTrial = false }: BenchContext): Promise<readonly Figure[]> {
  const pages = (160 * mebibyte) / 65536
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const kernels = instantiateKernels(await loadKernelModule(), memory)
  const codes = new Int16Array(memory.buffer, at.codes, samples)
  const figures: Figure[] = []

  /** Measures `run` over `count` samples, and the twin over the count it says. */
  function add(
    name: string,
    count: number,
    run: () => void,
    twin?: [count: number, run: () => void],
    wanted?: Wanted,
    unit = 'GS/s',
  ): Figure {
    const seconds = (one: () => void): number => (isTrial ? bestSeconds(one, 1, 0) : bestSeconds(one))
    const rate = count / seconds(run)
    const twinRate = twin === undefined ? undefined : twin[0] / seconds(twin[1])
    const figure = {
      name,
      value: rate / 1e9,
      unit,
      perMemcpy: (2 * rate) / memcpy,
      ...(twinRate === undefined ? {} : { perTwin: rate / twinRate }),
      ...(wanted === undefined ? {} : { wanted }),
    }
    figures.push(figure)
    return figure
  }

  const sine = {
    ...signalDefaults,
    samplingFrequencyHz: 1e9,
    frequencyHz: 1e6,
    amplitudeCodes: 26_000,
    noiseCodes: 300,
  }
  const source = new SignalSource(kernels, memory, at.source, sine)
  const period = new Int16Array(columns + synthesisCell)
  const noise = new Int16Array(synthesisTwins.noiseTableSamples)
  fillNoise(noise, 300, streamKey(1, 0, 0))
  for (let i = 0; i < period.length; i++) period[i] = 26_000 * Math.sin((2 * Math.PI * i) / columns)
  const some = new Int16Array(fewer)
  add(
    'synthesis, 1 MHz sine + noise, 1 MiB blocks',
    samples,
    () => {
      for (let done = 0; done < samples; done += blockSamples) source.render(done, at.codes + 2 * done, blockSamples)
    },
    [some.length, () => synthesisTwins.synthTable(period, columns, noise, 5n, 0, some)],
    { perTwin: 8, value: 2.5 },
  )
  const computed = new SignalSource(kernels, memory, at.computed, { ...sine, frequencyHz: 1234567.89, noiseCodes: 0 })
  add(
    'synthesis, sine of any frequency',
    some.length,
    () => computed.render(1e15, at.out, some.length),
    [some.length / 4, () => synthesisTwins.synthSine(0.00123, 26_000, 0, some.subarray(0, some.length / 4))],
    { value: 0.6 },
  )
  for (const shape of ['triangle', 'pulse', 'am', 'chirp'] as const) {
    computed.configure({ ...sine, shape, frequencyHz: 1234567.89, noiseCodes: 0, sweepSamples: 1e6 })
    add(`synthesis, ${shape} of any frequency`, some.length, () => computed.render(1e15, at.out, some.length))
  }

  source.render(0, at.codes, samples)
  // Twins get ordinary arrays: engines are slower with shared ones.
  const few = codes.slice(0, fewer)
  const pairs = new Int16Array(samples / 8)
  add(
    'min/max, 64 MiB, one column',
    samples,
    () => kernels.envelope(at.codes, 1, samples, 1, at.out),
    [fewer, () => twins.envelope(few, 1, fewer, 1, pairs)],
    { perMemcpy: 1.6, perTwin: 8 },
  )
  for (const scansPerColumn of [1024, 64, 16]) {
    const count = samples / scansPerColumn
    add(
      `min/max, columns of ${scansPerColumn}`,
      samples,
      () => kernels.envelope(at.codes, 1, scansPerColumn, count, at.out),
      [fewer, () => twins.envelope(few, 1, scansPerColumn, count / 16, pairs)],
    )
  }
  add('min/max, 128 KiB in the cache', samples, () => {
    for (let i = 0; i < samples; i += pieceSamples) kernels.envelope(at.codes, 1, 1024, pieceSamples / 1024, at.out)
  })
  add('min/max, 4 channels, columns of 1024', samples, () =>
    kernels.envelope(at.codes, 4, 1024, samples / 4096, at.out),
  )
  const bytes = new Int8Array(few.buffer)
  add(
    'min/max of int8, columns of 1024',
    2 * samples,
    () => kernels.envelope8(at.codes, 1, 1024, samples / 512, at.out),
    [fewer, () => twins.envelope(bytes, 1, 1024, fewer / 1024, pairs)],
  )
  add('envelope merge by 16', samples, () => kernels.envelopeMerge(at.codes, 1, 16, samples / 2, at.out), [
    samples,
    () => twins.envelopeMerge(codes, 1, 16, samples / 2, pairs),
  ])
  const sums = new Float64Array(16)
  add('sum and sum of squares', samples, () => kernels.moments(at.codes, 1, samples, at.work), [
    fewer,
    () => twins.moments(few, 1, sums),
  ])
  const columnSums = new Int32Array(fewer / 256)
  add('sums of columns of 256', samples, () => kernels.sums(at.codes, 1, 256, samples / 256, at.out), [
    fewer,
    () => records.sums(few, 1, 256, columnSums.length, columnSums),
  ])
  const weights = new Float32Array(memory.buffer, at.work, 16).fill(1 / 16)
  const mean = new Float64Array(2000)
  add(
    'records of 2,000 samples into a mean, in the cache',
    fewer,
    () => {
      for (let done = 0; done < fewer; done += mean.length)
        kernels.meanRecord(at.codes, 1, mean.length, at.work, 16, 1 / 64, at.out)
    },
    [mean.length, () => records.meanRecord(few, 1, Float32Array.from(weights), 1 / 64, mean)],
  )

  for (const channels of [1, 2]) {
    const scans = pieceSamples / channels
    const derived = some.subarray(0, fewer / channels)
    const weights = { ab: 0, a: 0.5, b: -0.5, constant: 0, magnitude: false }
    const last = channels - 1
    add(
      `a function of two channels of ${channels}, in the cache`,
      samples / channels,
      () => {
        for (let i = 0; i < samples; i += pieceSamples)
          kernels.combine(at.codes, channels, 0, last, scans, 0, 0.5, -0.5, 0, 0, at.out)
      },
      [derived.length, () => combine(few, channels, [0, last], weights, derived)],
    )
  }

  const limit = new Float64Array(memory.buffer, at.work, 5)
  const ofLimit = [...lowPassCoefficients(20e6, 1e9), 0, 0]
  add(
    'a low-pass over one channel',
    samples,
    () => {
      limit.set(ofLimit)
      kernels.lowPass(at.codes, 1, 0, samples, at.work, at.out)
    },
    [few.length, () => lowPass(few, 1, 0, few.length, Float64Array.from(ofLimit), some)],
  )

  const words = new Uint32Array(memory.buffer)
  const found = new Uint32Array(samples / 100)
  const state = words.subarray(at.work / 4, at.work / 4 + 3)
  const search = (first: number, scans: number, hold: number): number =>
    kernels.findEdges(at.codes + 2 * first, 1, 0, scans, 0, 2000, 1, hold, at.work, at.edges, scans)
  add(
    'edge search with hysteresis',
    samples,
    () => {
      state.fill(0)
      search(0, samples, 1)
    },
    [fewer, () => twins.findEdges(few, 1, 0, 0, 2000, true, 1, { arming: 0, examined: 0, held: 0 }, found)],
    { perTwin: 8 },
  )

  // Tile by tile, as the triggers do: the offsets stay in the cache.
  const crossed: number[] = []
  add(
    'crossings of a level, rising and falling, 32 KiB tiles',
    samples,
    () => {
      state.fill(0)
      for (let done = 0; done < samples; done += tileSamples)
        kernels.findCrossings(at.codes + 2 * done, 1, 0, tileSamples, 0, 2000, at.work, at.edges)
    },
    [
      fewer,
      () => {
        crossed.length = 0
        twins.findCrossings(few, 1, 0, 0, 2000, 0, crossed)
      },
    ],
    { value: 1 },
  )

  // Back to back, as they come where a period of the signal is as long as a segment.
  const [length, before, level] = [100, 50, 0]
  const kept: KeptSegment[] = []
  const form = { channels: 1, scans: length, before, behind: 0, lines: [{ channel: 0, level }] }
  const distances = { least: 0, most: 0, rearm: 0 }
  const triggers = Array.from({ length: fewer / length - 2 }, (_, k) => (k + 1) * length)
  const onFirstLine = triggers.map(() => 0)
  new Float64Array(memory.buffer, at.work, 10).set([1, length, before, 0, 1, 0, 0, 0, 0, level])
  new Float64Array(memory.buffer, at.table, triggers.length).set(triggers)
  new Uint8Array(memory.buffer, at.triggers, triggers.length).fill(0)
  add(
    'segments of 100 samples, kept back to back',
    fewer,
    () => kernels.keepSegments(at.work, at.codes, 0, fewer, at.table, at.triggers, triggers.length, at.out, 0),
    [
      fewer,
      () => {
        kept.length = 0
        keepSegments(form, few, 0, triggers, onFirstLine, kept, distances)
      },
    ],
    { value: 1 },
  )
  const placing = { ...form, from: -58, until: 61, begin: -50 }
  new Float64Array(memory.buffer, at.work + 256, 8).set([1, placing.from, placing.until, placing.begin, 0, 1, 0, level])
  add(
    'waveforms placed between two samples',
    triggers.length,
    () => kernels.placeFine(at.work + 256, at.codes, 0, fewer, at.table, at.triggers, triggers.length, at.out),
    [triggers.length, () => void placeFine(placing, few, 0, triggers, onFirstLine)],
    undefined,
    'Gwaveforms/s',
  )

  benchTriggers({ kernels, memory, add, codes: at.codes, samples, work: at.triggers })
  benchStates({ kernels, memory, add, few, codes: at.codes, work: at.work, out: at.edges, samples })
  figures.push(benchPhosphor({ kernels, memory, add, codes: at.codes, samples, signal: sine, work: at.out }))
  const counts = new Uint32Array(65536)
  add('histogram', fewer, () => kernels.histogram(at.codes, 1, 0, fewer, at.table), [
    fewer,
    () => twins.histogram(few, 1, 0, counts),
  ])

  // As a reader does: block after block from memory, into runs that it works on next. And a piece that is hot for both the
  // kernel and its twin, which is what the target is about: from memory the one waits for memory and the other does not.
  const hot = few.subarray(0, pieceSamples)
  for (const channels of [2, 4, 8]) {
    const scans = blockSamples / channels
    add(
      `de-interleave ${channels} channels, 1 MiB blocks`,
      samples,
      () => {
        for (let done = 0; done < samples; done += blockSamples)
          kernels.deinterleave(at.codes + 2 * done, channels, scans, at.out, 2 * scans)
      },
      [fewer, () => twins.deinterleave(few, channels, some, fewer / channels)],
    )
    const hotScans = pieceSamples / channels
    add(
      `de-interleave ${channels} channels, 128 KiB in the cache`,
      samples,
      () => {
        for (let done = 0; done < samples; done += pieceSamples)
          kernels.deinterleave(at.codes, channels, hotScans, at.out, 2 * hotScans)
      },
      [
        fewer,
        () => {
          for (let done = 0; done < fewer; done += pieceSamples) twins.deinterleave(hot, channels, some, hotScans)
        },
      ],
      { perTwin: 8 },
    )
  }
  add('interleave 2 channels', samples, () => kernels.interleave(at.codes, samples, 2, samples / 2, at.out), [
    fewer,
    () => twins.interleave(few, fewer / 2, 2, some),
  ])
  add('decode 12 of 16 bits, big-endian', samples, () =>
    kernels.decode16(at.codes, 2, samples, 16, 12, 4, 0, 1, at.out),
  )
  return figures
}
