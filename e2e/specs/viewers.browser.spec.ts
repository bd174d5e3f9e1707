// Several pages look at one instrument, and pages whose instrument is gone.
import { expect, test } from '../fixtures/lane.ts'
import { forgive } from '../fixtures/running-app.ts'
import { ScopePage } from '../pages/scope-page.ts'

test.use({ words: ['--set', 'sampling_frequency=1000000'] })

test('pages know of each other; one that leaves is no longer counted', async ({ app, scope }) => {
  await scope.waitForFrames(2)
  const viewers = scope.get('status-viewers')
  await expect(viewers).toHaveCount(0)
  const second = new ScopePage((await app.page.context().browser()?.newPage()) ?? app.page)
  await second.page.goto(app.page.url())
  await expect(viewers).toHaveText('2 viewers')
  await expect(second.get('status-viewers')).toHaveText('2 viewers')
  await second.page.close()
  await expect(viewers).toHaveCount(0)
})

test('what another page writes to a device that is not captured is in the tree of one that is stopped and left alone', async ({
  app,
  scope,
}) => {
  await scope.waitForFrames(2)
  const second = new ScopePage((await app.page.context().browser()?.newPage()) ?? app.page)
  await second.page.goto(app.page.url())
  const [here, there] = [scope, second].map((one) => {
    const device = one.get('device-tree').locator('section').filter({ hasText: 'gigadac' })
    return {
      head: device.locator('button.device'),
      samples: device.getByTestId('attribute-voltage0/source_glitch_samples'),
    }
  })
  await here!.head.click()
  // No hand is on it from here on.
  await scope.trace.hover()
  await scope.page.keyboard.press('Escape')
  await here!.head.evaluate((button) => button.blur())
  await scope.page.keyboard.press('Space')
  await expect(scope.get('state-word')).toHaveText('Stop')
  await expect(here!.samples).toHaveValue('1')
  await there!.head.click()
  await there!.samples.fill('3')
  await there!.samples.press('Enter')
  await expect(here!.samples).toHaveValue('3')
})

test('pages tell nothing as live when the server is gone, and the trace stays in sight', async ({ app, scope }) => {
  forgive(app, /WebSocket/)
  await scope.waitForFrames(3)
  process.kill(app.pid, 'SIGKILL')
  await expect(scope.get('state-word')).toHaveText('Offline')
  await expect(scope.get('status-gapfree')).toHaveText('not connected')
  for (const figure of ['rate', 'blocks', 'latency', 'busy']) {
    await expect(scope.get(`status-${figure}`)).toHaveText(/^[^\d]*(p50\s+–\s+p99)?\s*–[^\d]*$/)
  }
  await expect(scope.get('device-tree').locator('.led.ok')).toHaveCount(0)
  const notice = await scope.get('trace-notice').boundingBox()
  const trace = await scope.trace.boundingBox()
  // At the lower edge, not over the middle.
  expect(notice?.y ?? 0).toBeGreaterThan((trace?.y ?? 0) + (trace?.height ?? 0) * 0.75)
})
