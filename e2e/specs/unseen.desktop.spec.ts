// A window that nobody sees: it draws nothing, no map is counted for it, and when it comes back all of it is right. That no sample
// is left out meanwhile, and that the first map is whole, is in main/analysis/persistence/resting.test.ts.
import { expect, test } from '../fixtures/lane.ts'
import type { RunningApp } from '../fixtures/running-app.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000'] })

const window = (app: RunningApp, what: 'hide' | 'show'): Promise<void> =>
  app.electron!.evaluate(({ BrowserWindow }, how) => BrowserWindow.getAllWindows()[0]?.[how](), what)

test('a hidden window draws nothing and has no map counted; shown again it has its trace, and waveforms', async ({
  app,
  scope,
}) => {
  await scope.setPersistence(true)
  await scope.waitForFrames(30)
  const waveforms = scope.get('blind-time').locator('b')
  await expect(waveforms).not.toHaveText(/^[0.]*$/)
  const periods = await scope.periods()
  await window(app, 'hide')
  const frames = await scope.waitForStillness()
  await expect(waveforms).toHaveText(/^[0.]+$/)
  expect(await scope.frames()).toBe(frames)
  await window(app, 'show')
  await scope.waitForFrames(1)
  await expect.poll(() => scope.periods()).toBe(periods)
  await expect(waveforms).not.toHaveText(/^[0.]*$/)
})

test('a window that was hidden when the capture stopped shows its last record', async ({ app, scope }) => {
  await scope.setPersistence(true)
  await scope.waitForFrames(30)
  const periods = await scope.periods()
  await window(app, 'hide')
  await scope.waitForStillness()
  // As a person at another screen does.
  await scope.get('run').evaluate((button: HTMLElement) => button.click())
  await expect(scope.get('state-word')).toHaveText('Stop')
  await window(app, 'show')
  await expect.poll(() => scope.periods()).toBe(periods)
})
