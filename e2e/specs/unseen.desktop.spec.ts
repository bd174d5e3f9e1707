// A window that nobody sees: it draws nothing, no map is counted for it, and when it comes back all of it is right.
import { expect, test } from '../fixtures/lane.ts'
import type { RunningApp } from '../fixtures/running-app.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000'] })

const window = (app: RunningApp, what: 'hide' | 'show'): Promise<void> =>
  app.electron!.evaluate(({ BrowserWindow }, how) => BrowserWindow.getAllWindows()[0]?.[how](), what)

test('a hidden window draws nothing and has no map counted; shown again it has trace, glow and badge', async ({
  app,
  scope,
}) => {
  await scope.setPersistence(true)
  await scope.waitForFrames(30)
  const waveforms = scope.get('blind-time').locator('b')
  await expect(waveforms).not.toHaveText(/^[0.]*$/)
  const badge = (await scope.get('badge').textContent()) ?? ''
  const [wide, before] = [(await scope.columns()).length, await scope.periods()]

  await window(app, 'hide')
  const frames = await scope.waitForStillness()
  await expect(waveforms).toHaveText(/^[0.]+$/)
  await scope.expectNothingLost()
  expect(await scope.frames()).toBe(frames)
  // Every sample is examined all the while.
  await expect(scope.get('blind-time')).toContainText('100 % examined')

  await window(app, 'show')
  await scope.waitForFrames(1)
  await expect(scope.get('badge')).toHaveText(badge)
  expect((await scope.columns()).length).toBe(wide)
  expect(await scope.periods()).toBe(before)
  await expect(waveforms).not.toHaveText(/^[0.]*$/)
  await scope.expectNothingLost()
})

test('a window that was hidden when the capture stopped shows its last record with its glow', async ({
  app,
  scope,
}) => {
  await scope.setPersistence(true)
  await scope.waitForFrames(30)
  const before = await scope.periods()
  await window(app, 'hide')
  await scope.waitForStillness()
  await expect(scope.get('blind-time').locator('b')).toHaveText(/^[0.]+$/)
  // As a program of the system would that presses the button.
  await app.page.getByTestId('run').evaluate((button) => (button as HTMLElement).click())
  await expect(scope.get('state-word')).toHaveText('Stop')
  await window(app, 'show')
  await scope.waitForFrames(1)
  await scope.waitForStillness()
  await expect(scope.get('badge')).toContainText('%')
  expect(await scope.periods()).toBe(before)
})
