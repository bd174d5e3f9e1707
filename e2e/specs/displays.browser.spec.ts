// The page on a display of another scale: everything is drawn anew, sharp, also when nothing moves.
import { expect, test } from '../fixtures/lane.ts'

test('a display with twice the pixels shows the trace with twice the pixels', async ({ app, scope }) => {
  await scope.waitForFrames(3)
  await app.page.keyboard.press('Space')
  const session = await app.page.context().newCDPSession(app.page)
  /** Pixels of each canvas to each of the page's own. */
  const ratios = () =>
    app.page.evaluate(() =>
      [...document.querySelectorAll('canvas')]
        .filter(({ clientWidth, width }) => clientWidth > 0 && width > 1)
        .map(({ clientWidth, width }) => Math.round((width / clientWidth) * 10) / 10),
    )
  for (const scale of [2, 1]) {
    await session.send('Emulation.setDeviceMetricsOverride', {
      ...{ width: 1280, height: 800, deviceScaleFactor: scale, mobile: false },
    })
    await expect
      .poll(async () => [...new Set(await ratios())], { message: `all canvases have ${scale} pixels` })
      .toEqual([scale])
  }
})
