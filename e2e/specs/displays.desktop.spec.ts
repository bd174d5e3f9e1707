// Displays that come and go under an open window.
import { expect, test } from '../fixtures/lane.ts'

test('a window on a display that is gone comes back onto one that is there', async ({ app, scope }) => {
  await scope.waitForFrames(3)
  const { electron } = app
  const area = await electron!.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
  await electron!.evaluate(({ BrowserWindow, screen }, { x, y, width }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setBounds({ x: x + width + 200, y: y + 40, width: 1280, height: 800 })
    // What a system says when a display was unplugged.
    screen.emit('display-removed', {}, screen.getPrimaryDisplay())
  }, area)
  const bounds = () => electron!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await expect.poll(async () => ((await bounds())?.x ?? 0) + 100).toBeLessThan(area.x + area.width)
  await scope.waitForFrames(3)
})
