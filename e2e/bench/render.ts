// Measures the screen in each lane this machine can run, and prints a report of `npm run bench` as JSON.
//   tsx e2e/bench/render.ts SECONDS
import type { BenchReport } from '#main/bench/benchmark.ts'
import type { Figure } from '#main/bench/figure.ts'
import { launchChromium, launchInBrowser } from '../fixtures/browser.ts'
import { launchDesktop } from '../fixtures/desktop.ts'
import type { RunningApp } from '../fixtures/running-app.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { startDisplay } from '../setup/display.ts'
import { hindranceOf } from '../setup/lanes.ts'
import { stretchSeconds, watchExamined } from './watch-examined.ts'
import { watchPage } from './watch-page.ts'

interface Scene {
  readonly name: string
  readonly settings: readonly string[]
}

const scenes: readonly Scene[] = [
  { name: '1 GS/s', settings: ['sampling_frequency=1000000000', 'blockBytes=1MiB'] },
  {
    // A signal in each window, and something to measure in each of its cycles.
    name: '100 MS/s, measuring',
    settings: [
      'sampling_frequency=100000000',
      'voltage0/source_frequency=1000000',
      'cursors.time=on',
      'cursors.amplitude=on',
      'measurements.list=frequency voltage0, rise voltage0, peakToPeak voltage0, dutyCycle voltage0',
    ],
  },
]
const wordsOf = ({ settings }: Scene): string[] => settings.flatMap((one) => ['--set', one])
const longestTaskMs = 50

/** The status bar groups digits. */
async function lostSamples(scope: ScopePage): Promise<number> {
  const status = (await scope.get('status-lost').textContent()) ?? ''
  const digits = status.replace(/\D/g, '')
  if (digits === '') throw new Error(`the status bar says nothing of lost samples: '${status}'`)
  return Number(digits)
}

async function measure(
  lane: string,
  app: RunningApp,
  seconds: number,
  wantedFps: number,
  notes: string[],
): Promise<Figure[]> {
  try {
    const scope = new ScopePage(app.page)
    await app.page.setViewportSize({ width: 1280, height: 800 })
    await scope.setPersistence(true)
    await scope.waitForFrames(30)
    const lostBefore = await lostSamples(scope)
    const [seen, examined] = await Promise.all([watchPage(scope, seconds), watchExamined(scope, seconds)])
    const lost = await lostSamples(scope)
    notes.push(
      `${lane}: examined of each ${stretchSeconds} s: ${examined.map((share) => share.toFixed(3)).join(', ')}.`,
    )
    // The first stretch has the start in it: while memory is still coming, the analysis leaves samples out.
    const settled = examined.length > 1 ? examined.slice(1) : examined
    const less = { lessIsBetter: true } as const
    return [
      { name: `${lane}: frames drawn`, value: seen.framesPerSecond, unit: '1/s', wanted: { value: wantedFps } },
      { name: `${lane}: display refreshes`, value: seen.refreshesPerSecond, unit: '1/s' },
      {
        name: `${lane}: longest task`,
        value: seen.longestTaskMs,
        unit: 'ms',
        ...less,
        wanted: { value: longestTaskMs },
      },
      {
        name: `${lane}: least examined of ${stretchSeconds} s`,
        value: Math.min(...settled),
        unit: '',
        wanted: { value: 0.9 },
      },
      { name: `${lane}: lost since the start`, value: lost, unit: 'S', ...less, wanted: { value: 0 } },
      { name: `${lane}: lost meanwhile`, value: lost - lostBefore, unit: 'S', ...less, wanted: { value: 0 } },
    ]
  } finally {
    await app.close()
  }
}

async function report(seconds: number): Promise<BenchReport> {
  const figures: Figure[] = []
  const notes = [
    '1280x800, one channel, persistence on, no GPU; a task is what keeps the page from answering (50 ms or more).',
    'Measuring: four measurements, cursors for time and amplitude.',
  ]
  const noBrowser = hindranceOf('browser')
  if (noBrowser === null) {
    const browser = await launchChromium()
    try {
      for (const scene of scenes) {
        const app = await launchInBrowser(browser, wordsOf(scene))
        figures.push(...(await measure(`Chromium, ${scene.name}`, app, seconds, 50, notes)))
      }
    } finally {
      await browser.close()
    }
  } else notes.push(`Not in a browser: ${noBrowser}.`)
  const noDesktop = hindranceOf('desktop')
  if (noDesktop !== null) notes.push(`Not in Electron: ${noDesktop}.`)
  else {
    const display = process.env.DISPLAY === undefined ? await startDisplay() : null
    if (display !== null) process.env.DISPLAY = display.name
    try {
      for (const scene of scenes) {
        const app = await launchDesktop({ words: wordsOf(scene) })
        figures.push(...(await measure(`Electron, ${scene.name}`, app, seconds, 30, notes)))
      }
    } finally {
      display?.stop()
    }
  }
  return { figures, notes }
}

const seconds = Number(process.argv[2])
if (!(seconds > 0)) {
  process.stderr.write('render: how many seconds?\n')
  process.exit(2)
}
process.stdout.write(`${JSON.stringify(await report(seconds))}\n`)
