import { afterEach, describe, expect, it } from 'vitest'
import { loadKernelModule } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { decodeFrame, type Frame } from '#shared/frame/frame.ts'
import { decodePhosphor, type PhosphorMap } from '#shared/frame/phosphor.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import { lendBlock } from '../testing/lent-blocks.ts'
import { AnalysisHost } from '../thread/host.ts'
import { lanesFor } from '../thread/lane-link.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import { laneWord } from './lane-tasks.ts'

const trigger: CodeTrigger = { kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 0, hysteresis: 1000 }
const channels = 2
/** Periods that differ in height, and a mirror image. */
const codesOf = (first: number, scans: number): Int16Array =>
  Int16Array.from({ length: scans * channels }, (_, k) => {
    const sample = first + (k >> 1)
    const height = 3000 + (Math.floor(sample / 97) % 7) * 4000
    const code = sample % 97 < 40 ? height : -height
    return k % 2 === 0 ? code : -code
  })

function mapsOf(frame: Frame): PhosphorMap[] {
  return frame.sections.filter(({ kind }) => kind === sectionKind.persistence).map(({ data }) => decodePhosphor(data))
}

/** Cells that were hit nearly as often as any. */
const brightest = ({ grades }: PhosphorMap): number => grades.filter((grade) => grade > 200).length

describe.each([
  { what: 'whole columns', view: { secondsPerDiv: 3e-6, columns: 30 } },
  { what: 'fine columns', view: { secondsPerDiv: 8e-7, columns: 100 } },
  { what: 'wide columns', view: { secondsPerDiv: 4e-5, columns: 10 } },
])('lanes, with $what', ({ view: settings }) => {
  /** The maps after a stream of uneven blocks, looked at now and then. */
  async function drawnBy(lanes: number): Promise<PhosphorMap[]> {
    const rig = await AnalysisRig.start({ channels, lanes })
    rig.host.setTrigger(trigger)
    const view = rig.openView({ ...settings, persistence: true })
    let maps: PhosphorMap[] = []
    for (let block = 0, sample = 0; block < 60; block++) {
      const scans = 200 + ((block * 7919) % 1500)
      rig.pushCodes(codesOf(sample, scans))
      sample += scans
      // A lane that is quick, one that is slow, and none that keeps up.
      if (block % 3 === 1) rig.lanes[0]?.step()
      if (block % 20 === 19) maps = mapsOf(await rig.frame(view))
    }
    await rig.host.stop()
    return maps
  }

  it.each([1, 3])('%d draw what the analysis draws alone', async (lanes) => {
    const alone = await drawnBy(0)
    expect(alone).toHaveLength(2)
    expect(alone.every(({ grades }) => grades.includes(255))).toBe(true)
    const together = await drawnBy(lanes)
    // The same picture; who is chosen for the lines between samples is chance, and so is where they end.
    together.forEach((map, k) => {
      const other = alone[k]!
      expect({ ...map, grades: 0, spans: 0 }).toEqual({ ...other, grades: 0, spans: 0 })
      const farthest = Math.max(...Array.from(map.spans, (row, at) => Math.abs(row - other.spans[at]!)))
      expect(farthest).toBeLessThanOrEqual(64)
      expect(Math.abs(brightest(map) - brightest(other))).toBeLessThan(0.1 * brightest(other))
    })
  })
})

describe('a lane', () => {
  const start = async () => {
    const rig = await AnalysisRig.start({ channels, lanes: 1 })
    rig.host.setTrigger(trigger)
    return { rig, view: rig.openView({ secondsPerDiv: 3e-6, columns: 30, persistence: true }) }
  }

  it('draws nothing of a block that was given back before its turn', async () => {
    const { rig, view } = await start()
    rig.draw()
    rig.pushCodes(codesOf(0, 3000))
    expect(rig.lanes[0]!.hasTask).toBe(true)
    rig.host.relieve(1e9)
    rig.draw()
    // One waveform behind it, which the lane does draw: its cells, and no others.
    rig.pushCodes(codesOf(3000, 200))
    const [map] = mapsOf(await rig.frame(view))
    // The hits are the brightest, in all columns but that of the edge, which is a line.
    expect(map!.columns).toBe(30)
    expect([...map!.grades].filter((grade) => grade === 255)).toHaveLength(29)
  })

  it('that has ended is not waited for, and the analysis draws by itself', async () => {
    const { rig, view } = await start()
    rig.pushCodes(codesOf(0, 1000))
    const lane = rig.plan.phosphor.lanes[0]!
    new Int32Array(rig.heap.buffer)[lane.state / 4 + laneWord.alive] = 0
    rig.pushCodes(codesOf(1000, 1000))
    expect(mapsOf(await rig.frame(view))[0]!.grades).toContain(255)
    rig.host.setTrigger({ ...trigger, level: 1 })
    rig.pushCodes(codesOf(2000, 1000))
    expect(mapsOf(await rig.frame(view))[0]!.grades).toContain(255)
  })
})

describe('lane threads', () => {
  const heap = new CoherentHeap({ bytes: 96 << 20, poison: true })
  let host: AnalysisHost | null = null
  afterEach(() => host?.stop())

  it('draw for the analysis thread, and end with it', async () => {
    const kernelModule = await loadKernelModule()
    host = await AnalysisHost.start({ heap, kernelModule, runtime: realRuntime, historyBytes: 16 << 20, lanes: 2 })
    host.onFault.on((message) => expect.unreachable(message))
    host.setTrigger(trigger)
    const format = { scanType: 'le:s16/16>>0', offsetBytes: 0, unit: 'V', scaleMillivolts: 1, offsetCodes: 0 }
    host.onFormat({
      epoch: 1,
      bytesPerScan: 4,
      samplingFrequencyHz: 1e6,
      startUnixMs: 0,
      channels: [0, 1].map((scanIndex) => ({ id: `voltage${scanIndex}`, scanIndex, ...format })),
    })
    host.setRunning(true)
    const view = host.openView({
      secondsPerDiv: 3e-6,
      positionSeconds: 0,
      columns: 30,
      atSample: null,
      persistence: true,
    })
    const scans = 9700
    for (let sequence = 0; sequence < 200; sequence++) {
      const facts = { sequence, epoch: 1, firstSample: sequence * scans, lostBefore: 0, lastSampleMs: 0 }
      const block = lendBlock(heap, codesOf(sequence * scans, scans), channels, facts)
      host.onBlocks([block])
      block.release()
      if (sequence % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await host.settle()
    const maps = mapsOf(decodeFrame(await view.nextFrame()))
    expect(maps).toHaveLength(2)
    for (const { columns, spans, grades } of maps) {
      expect(columns).toBe(30)
      // Every column was hit, and no cell that the signal does not go through.
      expect(spans.every((value, k) => k % 2 === 0 || value > 0)).toBe(true)
      const lit = new Set<number>()
      let at = 0
      for (let column = 0; column < columns; column++)
        for (let k = 0; k < spans[2 * column + 1]!; k++) if (grades[at++]! > 0) lit.add(spans[2 * column]! + k)
      const rows = [...codesOf(0, 97 * 7)].map((code) => (code + 32768) >> 8)
      expect(Math.min(...lit)).toBe(Math.min(...rows))
      expect(Math.max(...lit)).toBe(Math.max(...rows))
    }
    await host.stop()
    expect(heap.liveAllocations).toBe(0)
  })

  it('are as many as the cores allow', () => {
    expect([1, 2, 3, 4, 6, 8, 64].map((cores) => lanesFor(2 ** 30, cores))).toEqual([0, 0, 0, 1, 2, 3, 3])
    expect(lanesFor(100 << 20, 64)).toBe(1)
  })
})
