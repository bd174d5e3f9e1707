// Measures what the program takes of the processor while it is stopped, or not seen, and prints a report of `npm run bench` as JSON.
//   tsx e2e/bench/idle.ts SECONDS
import { fileURLToPath } from 'node:url'
import type { BenchReport } from '#main/bench/benchmark.ts'
import type { Figure } from '#main/bench/figure.ts'
import type { Cell } from '#main/bench/table.ts'
import { launchChromium, launchInBrowser } from '../fixtures/browser.ts'
import { pidOf } from '../fixtures/running-app.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { startDisplay } from '../setup/display.ts'
import { hindranceOf } from '../setup/lanes.ts'
import { startApp } from './electron.ts'
import { browserProcesses, ProcessorTime } from './processor-time.ts'

/** The memory is small, so that it is filled before anything is measured. */
const words = ['--set', 'sampling_frequency=10000000', '--memory', '256MiB']
/** Until it is filled, and what has just begun has settled. */
const settleMs = 8000
/** A change of scene: a page that is hidden counts as unseen after two seconds. */
const changeMs = 4000
const roles = ['main', 'renderer', 'gpu-process', 'utility'] as const
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Fulfilled when the page has drawn some frames. An expression, as a page is asked. */
const hasDrawn = `new Promise((resolve) => {
  const look = () =>
    Number(document.documentElement?.dataset.frames) > 30 ? resolve(true) : setTimeout(look, 200)
  look()
})`

class Report {
  readonly figures: Figure[] = []
  readonly rows: Cell[][] = []

  /** Of one core, of all processes together. */
  async measure(scene: string, pids: readonly number[], seconds: number, wantedPercent: number): Promise<void> {
    const before = pids.map((pid) => new ProcessorTime(pid))
    const beginMs = performance.now()
    await sleep(seconds * 1000)
    const perSecond = 100 / ((performance.now() - beginMs) / 1000)
    const byRole = new Map<string, number>()
    pids.forEach((pid, k) => {
      for (const [role, taken] of new ProcessorTime(pid).since(before[k]!))
        byRole.set(role, (byRole.get(role) ?? 0) + taken * perSecond)
    })
    const value = [...byRole.values()].reduce((sum, one) => sum + one, 0)
    this.figures.push({ name: scene, value, unit: '%', lessIsBetter: true, wanted: { value: wantedPercent } })
    this.rows.push([scene, ...roles.map((role) => byRole.get(role) ?? 0)])
  }
}

async function inElectron(report: Report, seconds: number): Promise<void> {
  const app = startApp(words, { first: fileURLToPath(new URL('window-hand.cjs', import.meta.url)) })
  const pids = [pidOf(app.child)]
  const hand = async (deed: 'hide' | 'show' | 'press Space'): Promise<void> => {
    app.child.send(deed)
    await sleep(changeMs)
  }
  try {
    await app.value(hasDrawn)
    await sleep(settleMs)
    await report.measure('Electron: running, seen', pids, seconds, 85)
    await hand('hide')
    await report.measure('Electron: running, hidden', pids, seconds, 10)
    await hand('press Space')
    await sleep(settleMs - changeMs)
    await report.measure('Electron: stopped, hidden', pids, seconds, 1)
    await hand('show')
    if ((await app.value<string>('document.querySelector("[data-testid=state-word]").textContent')).trim() !== 'Stop')
      throw new Error('the capture did not stop')
    await report.measure('Electron: stopped, seen', pids, seconds, 3)
  } finally {
    await app.end()
  }
}

async function inChromium(report: Report, seconds: number): Promise<void> {
  const browser = await launchChromium()
  try {
    const chromium = browserProcesses()
    const app = await launchInBrowser(browser, words)
    const pids = [app.pid, ...chromium]
    await new ScopePage(app.page).waitForFrames(30)
    await sleep(settleMs)
    await report.measure('Chromium: running, seen', pids, seconds, 85)
    await app.page.keyboard.press('Space')
    // What was heard of last is put away meanwhile: memory that is given back, a page that collects its garbage.
    await sleep(settleMs)
    await report.measure('Chromium: stopped, seen', pids, seconds, 3)
    await app.close()
  } finally {
    await browser.close()
  }
}

async function reportOf(seconds: number): Promise<BenchReport> {
  const report = new Report()
  const notes = [
    'Of one core, all processes together; one channel at 10 MS/s with the settings of a first start, no GPU.',
  ]
  const [noBrowser, noDesktop] = [hindranceOf('browser'), hindranceOf('desktop')]
  if (noBrowser === null) await inChromium(report, seconds)
  else notes.push(`Not in a browser: ${noBrowser}.`)
  if (noDesktop === null) {
    const display = process.env.DISPLAY === undefined ? await startDisplay() : null
    if (display !== null) process.env.DISPLAY = display.name
    try {
      await inElectron(report, seconds)
    } finally {
      display?.stop()
    }
  } else notes.push(`Not in Electron: ${noDesktop}.`)
  const columns = ['scene', 'instrument and main, %', 'page, %', 'compositor, %', 'utilities, %']
  return { figures: report.figures, tables: [{ title: 'By process', columns, rows: report.rows }], notes }
}

const seconds = Number(process.argv[2])
if (!(seconds > 0)) {
  process.stderr.write('idle: how many seconds?\n')
  process.exit(2)
}
process.stdout.write(`${JSON.stringify(await reportOf(seconds))}\n`)
