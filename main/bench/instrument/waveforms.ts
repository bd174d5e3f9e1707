// bench waveforms: how many waveforms a second are drawn at 1 GS/s for a viewer with persistence, over lengths of the window.
import type { Instrument } from '#main/instrument/index.ts'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import type { Figure } from '../figure.ts'
import { median } from '../measure.ts'
import { openInstrument, type Stretch, wait, watch } from './scene.ts'

const rateHz = 1e9
/** Twice as many edges as a second has waveforms of the shortest window. */
const signalHz = 10e6
const screenColumns = 1200
/** Samples of a window, and what is wanted of it: millions of waveforms a second, triggers that became waveforms, samples examined. */
const windows = [
  { samples: 100, perSecond: { wanted: { value: 4.5 } }, ofTriggers: {}, examined: { wanted: { value: 0.95 } } },
  { samples: 200, perSecond: { wanted: { value: 3 } }, ofTriggers: {}, examined: { wanted: { value: 0.95 } } },
  { samples: 1000, perSecond: {}, ofTriggers: { wanted: { value: 0.999 } }, examined: { wanted: { value: 0.999 } } },
] as const
const runs = 5
const defaultSeconds = 2
/** Until the memory has been touched, and until a window that has just been chosen is what is drawn. */
const settleSeconds = { first: 3, window: 0.5 } as const
/** As a page asks for them. */
const framesPerSecond = 60
/** As a run without a screen keeps. */
const history = { historyBytes: 640 << 20, historySeconds: 0.32 }

/** Looks at windows of so many samples, at the pace of a screen. */
class Onlooker {
  readonly #viewer: ReturnType<Instrument['openViewer']>
  #isLooking = true
  readonly #looking: Promise<void>

  constructor(instrument: Instrument) {
    this.#viewer = instrument.openViewer()
    this.#looking = this.#look()
  }

  lookAt(samples: number): void {
    const secondsPerDiv = samples / rateHz / 10
    const view = { secondsPerDiv, positionSeconds: 0, columns: screenColumns, atSample: null, persistence: true }
    this.#viewer.setView(view)
  }

  async close(): Promise<void> {
    this.#isLooking = false
    await this.#looking
    this.#viewer.dispose()
  }

  async #look(): Promise<void> {
    while (this.#isLooking) await Promise.all([this.#viewer.nextFrame(), wait(1 / framesPerSecond)])
  }
}

function figuresOf(wanted: (typeof windows)[number], stretches: readonly Stretch[], memcpy: number): Figure[] {
  const name = `${wanted.samples} samples: `
  const of = (key: keyof Stretch): number => median(stretches.map((stretch) => stretch[key]))
  const perSecond = of('waveformsPerSecond')
  return [
    {
      name: `${name}waveforms`,
      value: perSecond / 1e6,
      unit: 'M/s',
      perMemcpy: (2 * wanted.samples * perSecond) / memcpy,
      ...wanted.perSecond,
    },
    {
      name: `${name}of the triggers`,
      value: median(
        stretches.map(({ waveformsPerSecond, triggersPerSecond }) => waveformsPerSecond / triggersPerSecond),
      ),
      unit: '',
      ...wanted.ofTriggers,
    },
    { name: `${name}drawnShare`, value: of('drawnShare'), unit: '' },
    { name: `${name}examinedShare`, value: of('examinedShare'), unit: '', ...wanted.examined },
    { name: `${name}lost`, value: of('lostSamples'), unit: 'S', lessIsBetter: true, wanted: { value: 0 } },
    { name: `${name}mainThreadBusy`, value: of('mainThreadBusy'), unit: '', lessIsBetter: true },
  ]
}

export async function benchWaveforms({ memcpy, options }: BenchContext): Promise<BenchReport> {
  const seconds = options.seconds ?? defaultSeconds
  const instrument = await openInstrument({ samplingFrequencyHz: rateHz, channels: 1, blockBytes: 1 << 20 }, history)
  const stretches = windows.map((): Stretch[] => [])
  try {
    await instrument.writeAttribute('gigascope', 'voltage0/source_frequency', String(signalHz))
    await instrument.handlers.run()
    const onlooker = new Onlooker(instrument)
    await wait(settleSeconds.first)
    for (let run = 0; run < runs; run++) {
      for (const [k, { samples }] of windows.entries()) {
        onlooker.lookAt(samples)
        await wait(settleSeconds.window)
        stretches[k]!.push(await watch(instrument, seconds))
      }
    }
    await onlooker.close()
  } finally {
    await instrument.close()
  }
  return {
    figures: windows.flatMap((wanted, k) => figuresOf(wanted, stretches[k]!, memcpy)),
    notes: [
      `Medians of ${runs} runs; a sine of 10 MHz with noise, a screen of ${screenColumns} columns, 60 frames a second asked for.`,
      'drawnShare: of the samples, those of which no picture was left out for want of time.',
    ],
  }
}
