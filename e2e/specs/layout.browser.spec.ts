// Windows of sizes that the desktop app does not have, or the display of its tests. The smallest is 1280 x 800 at 200 %.
import { test } from '../fixtures/lane.ts'
import { expectAllReachable } from '../pages/reachable.ts'

test.use({ words: ['--set', 'sampling_frequency=1000000'] })

test('every button can be reached', async ({ app, scope }) => {
  await scope.waitForFrames(1)
  for (const [width, height] of [
    [1920, 1080],
    [640, 400],
  ] as const)
    await test.step(`${width} x ${height}`, () => expectAllReachable(app, scope, width, height))
})
