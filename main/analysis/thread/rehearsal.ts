// A rehearsal: before the first real block an analyser of its own takes in a made-up stream and draws it, in memory of its
// own. Code that has never run is slow for its first tens of milliseconds, which is longer than a short history waits.
import { instantiateKernels } from '#main/kernels/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { segmentBytes } from '../segments/segment-store.ts'
import { Figures } from '../stream/figures.ts'
import { Validity } from '../stream/validity.ts'
import { Analyser } from './analyser.ts'
import { AnnouncedBlocks } from './announced-blocks.ts'
import { planMemory } from './memory-plan.ts'

/** A made-up megahertz at a gigasample per second: what most people see first. */
const stream = { samplingFrequencyHz: 1e9, periodScans: 1000, amplitude: 24_000, noise: 500 } as const
/** And in the last quarter of a block as many triggers as there may be of segments. */
const quickScans = 100
const blockScans = 128 * 1024
const wasmPageBytes = 65536
/** Enough for the hot loops to be compiled, and no longer than the memory of a first run takes to get ready. */
const rounds = 6
const blocksPerRound = 4
/** Enough for all of that stream. */
const segments = { count: 16_384, scans: 100, before: 50 } as const

/** One of each way to find a figure. */
const measured = ['frequency', 'rise', 'peakToPeak', 'cycleRms', 'dutyCycle'] as const

const noWait = () => undefined

/**
 * Runs the code of an analysis once through: some 50 ms of work, which on a busy machine take seconds.
 * @param isWanted asked every few milliseconds: the thread is needed for a stream that is there, and the rehearsal ends
 * @returns how many waveforms it drew
 */
export function rehearse(module: WebAssembly.Module, clock: Clock, isWanted: () => boolean): number {
  const plan = planMemory(wasmPageBytes, 1, 0, segments.count * segmentBytes(segments.scans, 1))
  const block = plan.base + plan.bytes
  const pages = Math.ceil((block + blockScans * 2) / wasmPageBytes)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: wasmPageBytes, shared: true })
  const buffer = memory.buffer as SharedArrayBuffer
  writeSignal(new Int16Array(buffer, block, blockScans))

  const validity = new Validity(buffer, plan.validity)
  validity.beginEpoch(1)
  validity.budgetBytes = Number.MAX_SAFE_INTEGER
  const announced = new AnnouncedBlocks(buffer, plan.announcements)
  const kernels = instantiateKernels(module, memory)
  const analyser = new Analyser({ buffer, kernels, plan, clock, post: noWait, sleep: noWait })
  const { samplingFrequencyHz } = stream
  analyser.handle({ type: 'format', format: { epoch: 1, samplingFrequencyHz, scanIndexes: [0] } })
  const trigger = { kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 0, hysteresis: 1024 } as const
  analyser.handle({ type: 'trigger', trigger })
  const pulse = { ...trigger, kind: 'pulse', polarity: 'positive', condition: '<', width: 6e-7, width2: 1e-6 } as const
  analyser.handle({ type: 'running', running: true })
  const of = { scanIndex: 0, voltsPerCode: 1e-4, offsetCodes: 0 }
  analyser.handle({ type: 'measure', rows: measured.map((name) => ({ name, of, to: null })), gate: null })
  analyser.handle({ type: 'segments', wanted: segments })
  const vertical = [{ scanIndex: 0, low: -32_768, high: 32_767 }]
  let ends = false
  for (let round = 0, sample = 0; round < rounds && !ends; round++) {
    const settings = { secondsPerDiv: 1e-7, positionSeconds: 0, columns: 1000, atSample: null, vertical }
    analyser.handle({ type: 'view', view: 1, settings: { ...settings, persistence: round > 0 } })
    analyser.handle({ type: 'request', view: 1 })
    // What finds crossings is another loop than that of edges.
    if (round === rounds / 2) analyser.handle({ type: 'trigger', trigger: pulse })
    for (let k = 0; k < blocksPerRound; k++, sample += blockScans) {
      const announcedMs = clock.nowMs()
      announced.put({
        firstSample: sample,
        lostBefore: 0,
        lastSampleMs: 0,
        announcedMs,
        address: block,
        scans: blockScans,
        epoch: 1,
      })
    }
    do ends = isWanted()
    while (!ends && analyser.poll())
  }
  return new Figures(buffer, plan.figures).stats().waveforms
}

function writeSignal(codes: Int16Array): void {
  let random = 1
  for (let k = 0; k < codes.length; k++) {
    random = (Math.imul(random, 1664525) + 1013904223) | 0
    const period = k < codes.length * 0.75 ? stream.periodScans : quickScans
    codes[k] = stream.amplitude * Math.sin((2 * Math.PI * k) / period) + (random / 2 ** 31) * stream.noise
  }
}
