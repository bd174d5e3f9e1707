// The window of the panels as the desktop has it: where it opens, and what becomes of it when its page dies.
import { rmSync } from 'node:fs'
import { freshHome, launchDesktop } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { forgive, type RunningApp } from '../fixtures/running-app.ts'
import { mainOf } from '../pages/any-page.ts'
import { movePanels, panelsAreBack } from '../pages/panels-page.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { hindranceOf } from '../setup/lanes.ts'

test.use({ words: ['--set', 'sampling_frequency=1000000', '--set', 'blockCount=400'] })

test('both windows open where they were', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const home = freshHome()
  const trace = { x: 30, y: 20, width: 1300, height: 850 }
  const panels = { x: 60, y: 40, width: 900, height: 700 }
  const first = await launchDesktop({ home })
  await new ScopePage(first.page).waitForFrames(3)
  await movePanels(first)
  await mainOf(first).evaluate(
    ({ BrowserWindow }, places) =>
      BrowserWindow.getAllWindows()
        .toSorted((a, b) => a.id - b.id)
        .forEach((window, k) => void window.setBounds(places[k]!)),
    [trace, panels],
  )
  const placesOf = (app: RunningApp) =>
    mainOf(app).evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .toSorted((a, b) => a.id - b.id)
        .map((window) => window.getBounds()),
    )
  // The system moves a window when it has the time.
  await expect.poll(() => placesOf(first)).toEqual([trace, panels])
  // Its place is written when it closes, and that of the trace at the end of the program.
  await first.page.keyboard.press('o')
  await panelsAreBack(new ScopePage(first.page))
  await first.close()
  const second = await launchDesktop({ home })
  await new ScopePage(second.page).waitForFrames(3)
  await movePanels(second)
  await expect.poll(() => placesOf(second)).toEqual([trace, panels])
  await second.close()
  rmSync(home, { recursive: true, force: true })
})

test('a page of panels that dies costs the trace nothing, and comes again', async ({ app, scope }) => {
  await scope.waitForFrames(3)
  await movePanels(app)
  forgive(app, /crash/)
  const pids = (): Promise<number[]> =>
    mainOf(app).evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .toSorted((a, b) => a.id - b.id)
        .map(({ webContents }) => webContents.getOSProcessId()),
    )
  const [ofTrace = 0, ofPanels = 0] = await pids()
  expect(ofPanels).not.toBe(ofTrace)
  process.kill(ofPanels, 'SIGKILL')
  await expect.poll(async () => (await pids())[1]).not.toBe(ofPanels)
  await expect(scope.get('trigger-level')).toHaveCount(0)
  expect((await pids())[0]).toBe(ofTrace)
  await scope.waitForFrames(3)
})

test('what the menu asks for is done in one window', async ({ app, scope }) => {
  await scope.waitForFrames(3)
  const panels = await movePanels(app)
  await mainOf(app).evaluate(({ Menu }) => {
    const help = Menu.getApplicationMenu()?.items.find(({ role }) => role === 'help')
    help?.submenu?.items.find(({ label }) => label.includes('Keys'))?.click()
  })
  const open = async (): Promise<boolean[]> =>
    Promise.all([scope, panels].map((one) => one.get('help-overlay').isVisible()))
  await expect.poll(async () => (await open()).filter(Boolean).length).toBe(1)
})
