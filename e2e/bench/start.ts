// Takes the start of the program apart, in each way it is started, and prints a report of `npm run bench` as JSON. Chromium is
// there already with a window, as a person's browser is, and opens a tab; Electron and the packaged program begin with nothing.
//   tsx e2e/bench/start.ts RUNS
import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { BenchReport } from '#main/bench/benchmark.ts'
import type { Figure } from '#main/bench/figure.ts'
import { median } from '#main/bench/measure.ts'
import { launchChromium, startServer } from '../fixtures/browser.ts'
import { root } from '../fixtures/desktop.ts'
import { startDisplay } from '../setup/display.ts'
import { hindranceOf } from '../setup/lanes.ts'
import { startApp } from './electron.ts'

const wantedMs = 1500

/** Times of Unix, ms, in the order in which they come. */
type Steps = Readonly<Record<string, number>>

/** What the page knows of its start, once its first frame is drawn. An expression, as a page is asked. */
const pageSteps = `new Promise((resolve) => {
  const tell = () => {
    const [first] = performance.getEntriesByName('blockscope first frame')
    if (first === undefined) return false
    const [navigation] = performance.getEntriesByType('navigation')
    const [connected] = performance.getEntriesByName('blockscope connected')
    const [paint] = performance.getEntriesByName('first-paint')
    const at = (ms) => performance.timeOrigin + ms
    resolve({
      'page asked for': at(navigation.fetchStart),
      'page and scripts loaded': at(navigation.domContentLoadedEventStart),
      'page connected': at(connected.startTime),
      'first paint': at(paint === undefined ? first.startTime : paint.startTime),
      'first frame drawn': at(first.startTime),
    })
    return true
  }
  if (!tell()) new PerformanceObserver(() => tell()).observe({ type: 'mark' })
})`

const now = (): number => performance.timeOrigin + performance.now()

async function inElectron(program?: string): Promise<Steps> {
  const begin = now()
  const app = startApp([], program === undefined ? {} : { program })
  try {
    let captures = Number.NaN
    app.child.on('message', (message: { blockscope?: string }) => {
      if (message.blockscope === 'begun') captures = now()
    })
    const steps = await app.value<Steps>(pageSteps)
    return { begin, ...steps, 'capture begun': captures }
  } finally {
    await app.end()
  }
}

async function inChromium(browser: Awaited<ReturnType<typeof launchChromium>>): Promise<Steps> {
  // Fresh for each run, so that no file of the page is known from the one before.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.newPage()
  const begin = now()
  const { server, address } = await startServer([])
  const served = now()
  const page = await context.newPage()
  await page.goto(address, { waitUntil: 'commit' })
  const steps = await page.evaluate<Steps>(pageSteps)
  await context.close()
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
  return { begin, 'address printed': served, ...steps }
}

/** Since the begin, the median of the runs of each step; the first run, in which files come from the disk, does not count. */
async function figuresOf(name: string, runs: number, start: () => Promise<Steps>): Promise<Figure[]> {
  const all: Steps[] = []
  for (let k = 0; k <= runs; k++) all.push(await start())
  const counted = all.slice(1)
  const steps = Object.keys(counted[0]!).filter((step) => step !== 'begin')
  return steps
    .map((step) => ({ step, value: median(counted.map((run) => run[step]! - run.begin!)) }))
    .filter(({ value }) => Number.isFinite(value))
    .toSorted((a, b) => a.value - b.value)
    .map(({ step, value }) => ({
      name: `${name}: ${step}`,
      value,
      unit: 'ms',
      lessIsBetter: true,
      ...(step === 'first frame drawn' && { wanted: { value: wantedMs } }),
    }))
}

/** The program of `npm run package`; null: it has not been run. */
function packagedProgram(): string | null {
  try {
    const folder = readdirSync(path.join(root, 'release')).find((name) => name.endsWith('-unpacked'))
    return folder === undefined ? null : findProgramIn(path.join(root, 'release', folder))
  } catch {
    return null
  }
}

const findProgramIn = (folder: string): string | null =>
  readdirSync(folder).includes('blockscope') ? path.join(folder, 'blockscope') : null

async function report(runs: number): Promise<BenchReport> {
  const figures: Figure[] = []
  const notes = [`Since the program was started; medians of ${runs} runs behind one that does not count.`]
  const [noBrowser, noDesktop] = [hindranceOf('browser'), hindranceOf('desktop')]
  if (noBrowser === null) {
    const browser = await launchChromium()
    figures.push(...(await figuresOf('Chromium', runs, () => inChromium(browser))))
    await browser.close()
  } else notes.push(`Not in a browser: ${noBrowser}.`)
  if (noDesktop === null) {
    const display = process.env.DISPLAY === undefined ? await startDisplay() : null
    if (display !== null) process.env.DISPLAY = display.name
    figures.push(...(await figuresOf('Electron', runs, () => inElectron())))
    const packaged = packagedProgram()
    if (packaged === null) notes.push('Not packaged: `npm run package` makes the program that is started then.')
    else figures.push(...(await figuresOf('packaged', runs, () => inElectron(packaged))))
    display?.stop()
  } else notes.push(`Not in Electron: ${noDesktop}.`)
  return { figures, notes }
}

const runs = Number(process.argv[2])
if (!(runs > 0)) {
  process.stderr.write('start: how many runs?\n')
  process.exit(2)
}
process.stdout.write(`${JSON.stringify(await report(runs))}\n`)
