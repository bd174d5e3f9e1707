// One start of the program, from outside: its steps, what it took of the processor until its first frame, and what it lost while the
// page was put together.
import type { Browser } from '@playwright/test'
import { startServer } from '../fixtures/browser.ts'
import { pidOf } from '../fixtures/running-app.ts'
import { startApp } from './electron.ts'
import { browserProcesses, ProcessorTime } from './processor-time.ts'

export interface OneStart {
  /** Step -> ms since the program was started. A step that was not seen is NaN. */
  readonly steps: Readonly<Record<string, number>>
  /** What a process is for -> ms on a processor, until the first frame was drawn. */
  readonly processorMs: ReadonlyMap<string, number>
  /** Samples that were lost from the begin of the capture until {@link watchedMs} behind the first frame. */
  readonly lostSamples: number
}

/** So long behind its first frame a page is looked at. */
export const watchedMs = 3000

/** What the page knows of its start, once its first frame is drawn: Unix ms. An expression, as a page is asked. */
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

/** What the status bar says, which groups digits, when its time has come. */
const lostLater = `new Promise((resolve, reject) => {
  setTimeout(() => {
    const said = document.querySelector('[data-testid=status-lost] b')?.textContent ?? ''
    const digits = said.replace(/\\D/g, '')
    if (digits === '') reject(new Error('the status bar says nothing of lost samples: ' + said))
    else resolve(Number(digits))
  }, ${watchedMs})
})`

const now = (): number => performance.timeOrigin + performance.now()

const since = (begin: number, steps: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(steps).map(([step, at]) => [step, at - begin]))

function addUp(times: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sum = new Map<string, number>()
  for (const [role, seconds] of times.flatMap((time) => [...time])) sum.set(role, (sum.get(role) ?? 0) + seconds * 1000)
  return sum
}

/** @param program a packaged one; absent: the built files */
export async function startElectron(program?: string): Promise<OneStart> {
  const begin = now()
  const app = startApp([], program === undefined ? {} : { program })
  try {
    let captures = Number.NaN
    app.child.on('message', (message: { blockscope?: string }) => {
      if (message.blockscope === 'begun') captures = now()
    })
    const seen = await app.value<Record<string, number>>(pageSteps)
    const processorMs = addUp([new ProcessorTime(pidOf(app.child)).since(null)])
    const lostSamples = await app.value<number>(lostLater)
    return { steps: since(begin, { ...seen, 'capture begun': captures }), processorMs, lostSamples }
  } finally {
    await app.end()
  }
}

/** Opens a tab in a window that is there, of a context of its own, so that no file of the page is known from another start. */
export async function startInBrowser(browser: Browser): Promise<OneStart> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.newPage()
  const others = browserProcesses()
  const before = others.map((pid) => new ProcessorTime(pid))
  const begin = now()
  const { server, address } = await startServer([])
  const served = now()
  try {
    const page = await context.newPage()
    await page.goto(address, { waitUntil: 'commit' })
    const seen = await page.evaluate<Record<string, number>>(pageSteps)
    const own = new ProcessorTime(pidOf(server)).since(null)
    const processorMs = addUp([own, ...others.map((pid, k) => new ProcessorTime(pid).since(before[k]!))])
    const lostSamples = await page.evaluate<number>(lostLater)
    return { steps: since(begin, { 'address printed': served, ...seen }), processorMs, lostSamples }
  } finally {
    await context.close()
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
  }
}
