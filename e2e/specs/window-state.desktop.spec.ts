import { freshHome, launchDesktop } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
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
