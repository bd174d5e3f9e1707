import { spawn } from 'node:child_process'
import path from 'node:path'
import { desktopEnvironment, freshHome, launchDesktop, root } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { findElectron, hindranceOf } from '../setup/lanes.ts'

test('a second start brings the first window to the front and ends', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const home = freshHome()
  const app = await launchDesktop({ home })
  await app.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const second = spawn(path.join(findElectron() ?? '', 'electron'), ['--no-sandbox', root], {
    env: desktopEnvironment(home),
    stdio: 'ignore',
  })
  const code = await new Promise((resolve) => second.once('exit', resolve))
  expect(code).toBe(0)
  await expect
    .poll(() =>
      app.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isMinimized())),
    )
    .toEqual([false])
  await app.close()
})
