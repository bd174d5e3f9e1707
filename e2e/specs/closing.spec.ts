import { expect, test } from '../fixtures/lane.ts'
import { forgive } from '../fixtures/running-app.ts'

// The program gives itself 1.5 s to close and ends with 1 when that was not enough.
test("the last window's closing ends the program", async ({ app, scope }) => {
  await scope.waitForFrames(3)
  if (app.electron === null) await app.page.close()
  else await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  expect(await app.exited).toBe(0)
})

test('a polite signal ends the program', async ({ app, scope }) => {
  await scope.waitForFrames(1)
  process.kill(app.pid, 'SIGTERM')
  expect(await app.exited).toBe(0)
  // A browser's page is still there and tries to come back.
  forgive(app, /^WebSocket connection to .* failed/)
})
