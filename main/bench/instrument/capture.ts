// bench capture: the whole instrument at its highest rates, every sample examined; and without analysis.
import type { BenchContext, BenchReport } from '../benchmark.ts'
import type { Figure } from '../figure.ts'
import { openInstrument, type Scene, type Stretch, wait, watch } from './scene.ts'

const defaultSeconds = 10
/** What begins with the run (first touch of memory, compilation) is not what is measured. */
const settleSeconds = 1.5

/** The highest rate the converter offers, S/s. */
async function highestRate(): Promise<number> {
  const instrument = await openInstrument({ samplingFrequencyHz: 1e6, channels: 1, analysis: false })
  const { samplingFrequenciesHz } = instrument.state()
  await instrument.close()
  return Math.max(...samplingFrequenciesHz)
}

async function run(scene: Scene, seconds: number): Promise<Stretch> {
  const instrument = await openInstrument(scene)
  try {
    await instrument.handlers.run()
    await wait(settleSeconds)
    return await watch(instrument, seconds)
  } finally {
    await instrument.close()
  }
}

function analysedFigures(stretch: Stretch, memcpy: number): Figure[] {
  const name = '1 GS/s, edge trigger: '
  return [
    {
      name: `${name}captured`,
      value: stretch.scansPerSecond / 1e9,
      unit: 'GS/s',
      perMemcpy: (2 * stretch.scansPerSecond) / memcpy,
    },
    { name: `${name}lost`, value: stretch.lostSamples, unit: 'S', lessIsBetter: true, wanted: { value: 0 } },
    { name: `${name}examinedShare`, value: stretch.examinedShare, unit: '', wanted: { value: 0.999 } },
    { name: `${name}waveforms`, value: stretch.waveformsPerSecond / 1e3, unit: 'k/s', wanted: { value: 900 } },
    {
      name: `${name}mainThreadBusy`,
      value: stretch.mainThreadBusy,
      unit: '',
      lessIsBetter: true,
      wanted: { value: 0.1 },
    },
  ]
}

function plainFigures(scene: Scene, stretch: Stretch, memcpy: number): Figure[] {
  const rate = stretch.scansPerSecond * scene.channels
  // At least 3 GS/s, or 0.6 of what memcpy moves, whichever is smaller.
  const wanted = Math.min(3, (0.6 * memcpy) / 2 / 1e9)
  const name = `no analysis, ${scene.channels} x ${scene.samplingFrequencyHz / 1e9} GS/s asked: `
  return [
    {
      name: `${name}captured`,
      value: rate / 1e9,
      unit: 'GS/s',
      perMemcpy: (2 * rate) / memcpy,
      wanted: { value: wanted },
    },
    { name: `${name}lost`, value: stretch.lostSamples, unit: 'S', lessIsBetter: true, wanted: { value: 0 } },
  ]
}

export async function benchCapture({ memcpy, options }: BenchContext): Promise<BenchReport> {
  const seconds = options.seconds ?? defaultSeconds
  const blockBytes = 1 << 20
  const analysed = await run({ samplingFrequencyHz: 1e9, channels: 1, blockBytes }, seconds)
  const figures = analysedFigures(analysed, memcpy)
  const samplingFrequencyHz = await highestRate()
  for (const channels of [1, 2] as const) {
    const scene: Scene = { samplingFrequencyHz, channels, blockBytes, analysis: false }
    figures.push(...plainFigures(scene, await run(scene, seconds), memcpy))
  }
  return {
    figures,
    notes: [
      'A converter that cannot make samples as fast as asked slips its time base: the achieved rate is what is shown.',
      'Blocks of 1 MiB; a 1 MHz sine with noise.',
    ],
  }
}
