// Takes the start of the program apart, in each way it is started, and prints a report of `npm run bench` as JSON. Chromium is
// there already with a window, as a person's browser is, and opens a tab; Electron and the packaged program begin with nothing.
//   tsx e2e/bench/start.ts RUNS
import type { BenchReport } from '#main/bench/benchmark.ts'
import type { Figure } from '#main/bench/figure.ts'
import { median } from '#main/bench/measure.ts'
import type { Cell } from '#main/bench/table.ts'
import { launchChromium } from '../fixtures/browser.ts'
import { startDisplay } from '../setup/display.ts'
import { hindranceOf } from '../setup/lanes.ts'
import { type OneStart, startElectron, startInBrowser, watchedMs } from './one-start.ts'
import { packProgram } from './packed-program.ts'

const wantedMs = 1500
const roles = ['main', 'renderer', 'gpu-process', 'utility'] as const

class Report {
  readonly figures: Figure[] = []
  readonly rows: Cell[][] = []
  readonly notes: string[]
  readonly #runs: number

  constructor(runs: number) {
    this.#runs = runs
    this.notes = [
      `Since the program was started; medians of ${runs} runs behind one that does not count.`,
      `Lost: in each run of all, one channel at 1 GS/s, until ${watchedMs / 1000} s behind its first frame.`,
    ]
  }

  /** The first run, in which files come from the disk, does not count, but for what it lost. */
  async measure(name: string, start: () => Promise<OneStart>): Promise<void> {
    const all: OneStart[] = []
    for (let k = 0; k <= this.#runs; k++) all.push(await start())
    const counted = all.slice(1)
    const less = { lessIsBetter: true } as const
    const steps = Object.keys(counted[0]!.steps)
      .map((step) => ({ step, value: median(counted.map((run) => run.steps[step]!)) }))
      .filter(({ value }) => Number.isFinite(value))
      .toSorted((a, b) => a.value - b.value)
    for (const { step, value } of steps) {
      const wanted = step === 'first frame drawn' ? { wanted: { value: wantedMs } } : {}
      this.figures.push({ name: `${name}: ${step}`, value, unit: 'ms', ...less, ...wanted })
    }
    const taken = (run: OneStart): number => [...run.processorMs.values()].reduce((sum, one) => sum + one, 0)
    const processor = median(counted.map(taken))
    this.figures.push({ name: `${name}: processor time until then`, value: processor, unit: 'ms', ...less })
    const lost = all.reduce((sum, run) => sum + run.lostSamples, 0)
    this.figures.push({ name: `${name}: samples lost`, value: lost, unit: '', ...less, wanted: { value: 0 } })
    this.rows.push([
      name,
      ...roles.map((role) => median(counted.map((run) => run.processorMs.get(role) ?? 0))),
      `${all.filter((run) => run.lostSamples > 0).length} of ${all.length}`,
    ])
  }

  get made(): BenchReport {
    const columns = [
      'start',
      'instrument and main, ms',
      'page, ms',
      'compositor, ms',
      'utilities, ms',
      'runs that lost samples',
    ]
    const { figures, rows, notes } = this
    return { figures, notes, tables: [{ title: 'Processor time until the first frame, by process', columns, rows }] }
  }
}

async function measureDesktop(report: Report): Promise<void> {
  await report.measure('Electron', () => startElectron())
  const packed = await packProgram().catch((thrown: unknown) => {
    report.notes.push(`NOT PACKAGED: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
    return null
  })
  if (packed === null) return
  report.notes.push(`The packaged program has the runtime Electron ${packed.version}.`)
  try {
    await report.measure('packaged', () => startElectron(packed.program))
  } finally {
    packed.remove()
  }
}

async function reportOf(runs: number): Promise<BenchReport> {
  const report = new Report(runs)
  const [noBrowser, noDesktop] = [hindranceOf('browser'), hindranceOf('desktop')]
  if (noBrowser === null) {
    const browser = await launchChromium()
    await report.measure('Chromium', () => startInBrowser(browser))
    await browser.close()
  } else report.notes.push(`Not in a browser: ${noBrowser}.`)
  if (noDesktop === null) {
    const display = process.env.DISPLAY === undefined ? await startDisplay() : null
    if (display !== null) process.env.DISPLAY = display.name
    try {
      await measureDesktop(report)
    } finally {
      display?.stop()
    }
  } else report.notes.push(`Not in Electron, and not packaged: ${noDesktop}.`)
  return report.made
}

const runs = Number(process.argv[2])
if (!(runs > 0)) {
  process.stderr.write('start: how many runs?\n')
  process.exit(2)
}
process.stdout.write(`${JSON.stringify(await reportOf(runs))}\n`)
