import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freshHome, launchDesktop } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { unforgiven } from '../fixtures/running-app.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { hindranceOf } from '../setup/lanes.ts'

test('the window opens where it was', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const home = freshHome()
  const bounds = { x: 60, y: 40, width: 1400, height: 900 }
  const first = await launchDesktop({ home })
  await first.electron?.evaluate(
    ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place),
    bounds,
  )
  await first.close()
  const second = await launchDesktop({ home })
  const again = await second.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await second.close()
  expect(again).toEqual(bounds)
})

test('the window has a place on each set of screens', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const home = freshHome()
  const folder = path.join(home, 'blockscope')
  const first = await launchDesktop({ home })
  const areas = await first.electron?.evaluate(({ screen }) => screen.getAllDisplays().map(({ workArea }) => workArea))
  await first.close()
  const name = (areas ?? []).map(({ x, y, width, height }) => `${width}x${height}+${x}+${y}`).join(' ')
  const file = path.join(folder, 'settings.json')
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { windows: { screens: string }[] }
  expect(kept.windows.map(({ screens }) => screens)).toEqual([name])
  const here = { x: 70, y: 50, width: 1300, height: 850 }
  const there = { x: 20, y: 20, width: 1500, height: 900 }
  const place = (bounds: object) => ({ bounds, isMaximized: false })
  const windows = [
    { screens: '3840x2160+1920+0', place: place(there) },
    { screens: name, place: place(here) },
  ]
  writeFileSync(file, JSON.stringify({ ...kept, windows }))
  const second = await launchDesktop({ home })
  const again = await second.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await second.close()
  expect(again).toEqual(here)
  // That of the other screens is still known.
  expect((JSON.parse(readFileSync(file, 'utf8')) as typeof kept).windows).toContainEqual(windows[0])
  rmSync(home, { recursive: true, force: true })
})

test('a home that keeps nothing is a sentence, and the trace is there', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const home = path.join(freshHome(), 'home')
  writeFileSync(home, 'a file')
  const app = await launchDesktop({ home })
  try {
    const scope = new ScopePage(app.page)
    await scope.waitForFrames(3)
    await expect(scope.get('problems')).toContainText('nothing is kept in')
  } finally {
    await app.close()
  }
  expect(unforgiven(app)).toEqual([])
  rmSync(path.dirname(home), { recursive: true, force: true })
})
