// Whatever dies, at any moment, while something is recorded: the window shows the signal again, every recording can be read, and the
// diagnostics name what died. BLOCKSCOPE_KILLS says how often; each one is killed before any is again.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { desktopEnvironment, freshHome, launchDesktop } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import type { RunningApp } from '../fixtures/running-app.ts'
import { endThread } from '../kills/front.ts'
import { firstFalseScan, writeKnownSignal } from '../kills/known-signal.ts'
import { describedIn } from '../kills/verdict.ts'
import { type Kill, killsOf, type Victim, victims } from '../kills/victims.ts'
import { answerDialogs, answerOf, comesBack, mainOf, pageOf, read, showsSamples } from '../pages/any-page.ts'
import { hindranceOf } from '../setup/lanes.ts'

test.beforeEach(({ lane }, info) => {
  const hindrance = hindranceOf(lane)
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
})

const everyday = 6
const seed = 14
const samplingFrequencyHz = 1e6

const click = (testId: string): string => `(() => {
  const button = document.querySelector('[data-testid="${testId}"]')
  button?.click()
  return button === null ? '' : 'clicked'
})()`
const pressed = (app: RunningApp): Promise<string> =>
  answerOf(app, `document.querySelector('[data-testid="record"]')?.getAttribute('aria-pressed')`)

/** A home with a known signal in it, and the desktop app there, as often as it is started. */
class Bench {
  readonly home = freshHome()
  readonly #signal: string
  app: RunningApp | null = null

  constructor() {
    mkdirSync(this.recordings)
    this.#signal = writeKnownSignal(this.home)
  }

  get recordings(): string {
    return path.join(this.home, 'Blockscope')
  }

  get running(): RunningApp {
    return (
      this.app ??
      (() => {
        throw new Error('the app was not started')
      })()
    )
  }

  async start(): Promise<void> {
    const set = [`sampling_frequency=${samplingFrequencyHz}`, `voltage0/source=file:${this.#signal}`]
    this.app = await launchDesktop({
      home: this.home,
      words: ['--memory', '256MiB', ...set.flatMap((assignment) => ['--set', assignment])],
      env: { ...desktopEnvironment(this.home), HOME: this.home },
      first: endThread,
    })
    // What keeps ending is told in a dialog of the system, which a test cannot press.
    await answerDialogs(this.app, 0)
    await showsSamples(this.app)
  }

  /** Files of samples, with their descriptions. */
  files(): readonly string[] {
    return readdirSync(this.recordings)
      .filter((name) => name.endsWith('.raw'))
      .map((name) => path.join(this.recordings, name))
  }

  /** Begins a recording unless one is under way. */
  async record(): Promise<void> {
    const app = this.running
    if ((await pressed(app)) === 'true') return
    await expect
      .poll(async () => {
        if ((await pressed(app)) === 'true') return true
        await answerOf(app, click('record'))
        return (await pressed(app)) === 'true'
      })
      .toBe(true)
  }

  async end(): Promise<void> {
    await this.app?.close()
    rmSync(this.home, { recursive: true, force: true })
  }
}

/** Process id of a process of Chromium; waits until there is another one than `before`. */
async function processOf(app: RunningApp, type: 'GPU' | 'Utility', before = 0): Promise<number> {
  const find = (): Promise<number> =>
    mainOf(app).evaluate(
      ({ app: main }, wanted) => main.getAppMetrics().find((one) => one.type === wanted)?.pid ?? 0,
      type,
    )
  await expect.poll(async () => [0, before].includes(await find())).toBe(false)
  return find()
}

const kill: { readonly [V in Victim]: (bench: Bench) => Promise<void> } = {
  async page({ running: app }) {
    const { pid } = await pageOf(app)
    process.kill(pid, 'SIGKILL')
    await comesBack(app, pid)
  },
  async graphics({ running: app }) {
    process.kill(await processOf(app, 'GPU'), 'SIGKILL')
    await showsSamples(app)
  },
  async utility({ running: app }) {
    process.kill(await processOf(app, 'Utility'), 'SIGKILL')
    await showsSamples(app)
  },
  async thread({ running: app }) {
    process.kill(app.pid, 'SIGUSR2')
    // The recording ended with it, and Run powers the hardware up again.
    await expect.poll(() => pressed(app)).toBe('false')
    await answerOf(app, click('run'))
    await showsSamples(app)
  },
  async main(bench) {
    const app = bench.running
    process.kill(app.pid, 'SIGKILL')
    await app.exited
    const lost = bench.files().filter((file) => !describedIn(file).ended)
    expect(lost).toHaveLength(1)
    const [file = ''] = lost
    const before = [readFileSync(`${file}.json`, 'utf8'), statSync(file).size]
    await bench.start()
    const row = (): Promise<string> => read(bench.running, 'unfinished')
    await expect.poll(row).toContain(path.basename(file))
    expect([readFileSync(`${file}.json`, 'utf8'), statSync(file).size]).toEqual(before)
    await answerOf(bench.running, click('close-unfinished'))
    await expect.poll(row).not.toContain(path.basename(file))
    expect(describedIn(file)).toMatchObject({ ended: true, complete: false, scans: statSync(file).size / 2 })
  },
}

/** What is wrong with a recording, in words; null: nothing. */
function complaintAbout(file: string): string | null {
  const told = describedIn(file)
  const { size } = statSync(file)
  if (told.ended && told.scans * told.bytesPerScan !== size)
    return `${told.scans} scans are said to be in ${size} bytes`
  return firstFalseScan(file, told)
}

/** The text that the menu puts into the clipboard. A screen without a window manager gives no window the focus, so none may write there. */
async function diagnostics(app: RunningApp): Promise<string> {
  await answerOf(app, `navigator.clipboard.writeText = async (text) => { window.copied = text }, ''`)
  await mainOf(app).evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    items.find(({ label }) => label === 'Copy &diagnostics')?.click()
  })
  const copied = (): Promise<string> => answerOf(app, `window.copied ?? ''`)
  await expect.poll(copied).toContain('What died')
  return copied()
}

const names: { readonly [V in Victim]: RegExp } = {
  page: /Z page: killed/g,
  graphics: /Z graphics: killed/g,
  utility: /Z utility: .*killed/g,
  thread: /Z thread: hardware: /g,
  main: /Z main: electron, .* did not come to its end/g,
}

test('nothing that dies leaves a blank window, an unreadable recording, or no word of it', async () => {
  const kills = killsOf(Number(process.env.BLOCKSCOPE_KILLS ?? everyday), seed)
  test.setTimeout(120_000 + kills.length * 60_000)
  const bench = new Bench()
  try {
    await bench.start()
    for (const [k, { victim, afterMs }] of kills.entries()) {
      await bench.record()
      const begun = bench.files().filter((file) => existsSync(`${file}.json`))
      expect(begun.length, 'a recording is under way').toBeGreaterThan(0)
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      await test.step(`${k + 1}: ${victim}, ${afterMs} ms later`, () => kill[victim](bench))
    }
    const text = await diagnostics(bench.running)
    const counts = (of: (victim: Victim) => number): Record<string, number> =>
      Object.fromEntries(victims.map((victim) => [victim, of(victim)]))
    const died = text.slice(text.indexOf('What died'), text.indexOf('\nDevices\n'))
    expect(counts((victim) => died.match(names[victim])?.length ?? 0)).toEqual(
      counts((victim) => kills.filter((one: Kill) => one.victim === victim).length),
    )
    expect(text).not.toContain(bench.home)
    await bench.app?.close()
    const files = bench.files()
    expect(files.length).toBeGreaterThan(0)
    expect(files.map(complaintAbout).filter((one) => one !== null)).toEqual([])
    expect(files.filter((file) => !describedIn(file).ended)).toEqual([])
  } finally {
    await bench.end()
  }
})
