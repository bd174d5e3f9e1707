// Windows of sizes that both lanes have; the smallest is that of the desktop app.
import { test } from '../fixtures/lane.ts'
import { expectAllReachable } from '../pages/reachable.ts'

test.use({ words: ['--set', 'sampling_frequency=1000000'] })

test('every button can be reached', async ({ app, scope }) => {
  await scope.waitForFrames(1)
  for (const [width, height] of [
    [1280, 800],
    [1024, 700],
    [960, 600],
  ] as const)
    await test.step(`${width} x ${height}`, () => expectAllReachable(app, scope, width, height))
})
