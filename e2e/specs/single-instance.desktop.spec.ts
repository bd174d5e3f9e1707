import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { desktopEnvironment, freshHome, launchDesktop, root } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { findElectron, hindranceOf } from '../setup/lanes.ts'

/** Starts the program once more; resolves with its exit code. */
function startAgain(home: string, ...words: string[]): Promise<unknown> {
  const second = spawn(path.join(findElectron() ?? '', 'electron'), ['--no-sandbox', root, ...words], {
    env: desktopEnvironment(home),
    stdio: 'ignore',
  })
  return new Promise((resolve) => second.once('exit', resolve))
}

test('a second start brings the first window to the front and ends', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const home = freshHome()
  const app = await launchDesktop({ home })
  await app.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  expect(await startAgain(home)).toBe(0)
  await expect
    .poll(() =>
      app.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isMinimized())),
    )
    .toEqual([false])
  await app.close()
})

test('a file that is opened while a window is there goes to that window, which says what is wrong with it', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const home = freshHome()
  const mine = path.join(home, 'my bench.blockscope')
  const settings = { 'device/gigascope/voltage0/source_amplitude': '0.3' }
  writeFileSync(mine, JSON.stringify({ format: 'blockscope session', version: 1, settings }))
  const app = await launchDesktop({ home, words: ['--set', 'sampling_frequency=1000000'] })
  const scope = new ScopePage(app.page)
  await scope.waitForFrames(2)
  expect(await startAgain(home, mine)).toBe(0)
  await expect(scope.get('source_amplitude-voltage0')).toHaveValue('300 mV')
  rmSync(mine)
  expect(await startAgain(home, mine)).toBe(0)
  await expect(scope.get('problems')).toContainText('my bench.blockscope')
  await expect(scope.get('source_amplitude-voltage0')).toHaveValue('300 mV')
  await app.close()
})
