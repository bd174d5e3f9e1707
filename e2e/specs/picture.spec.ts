// What is on the screen is in the samples, in the state in which the program starts: with persistence.
import { expect, test } from '../fixtures/lane.ts'

test('a stopped trace is there however it is zoomed and panned', async ({ scope }) => {
  await scope.enter('source_frequency-voltage0', '1 MHz')
  await scope.enter('time-per-div-field', '500 ns')
  await expect.poll(async () => (await scope.heights()).length).toBeGreaterThan(500)
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
  // Five periods, then one half of one, then fifty.
  for (const [timePerDiv, least, most] of [
    ['500 ns', 4, 5],
    ['50 ns', 0, 1],
    ['5 us', 46, 50],
  ] as const) {
    await scope.enter('time-per-div-field', timePerDiv)
    await scope.waitForStillness()
    await expect.poll(async () => (await scope.heights()).length).toBeGreaterThan(500)
    const periods = await scope.periods()
    expect(periods).toBeGreaterThanOrEqual(least)
    expect(periods).toBeLessThanOrEqual(most)
  }
  await scope.enter('time-per-div-field', '500 ns')
  await scope.enter('position', '20 us')
  await scope.waitForStillness()
  await expect.poll(async () => (await scope.heights()).length).toBeGreaterThan(500)
  await expect.poll(() => scope.periods()).toBeGreaterThanOrEqual(4)
})

test('a slow time base rolls and says so, and leaves nothing behind for a quick one', async ({ scope }) => {
  await scope.enter('time-per-div-field', '10 s')
  await expect(scope.get('state-word')).toHaveText('Roll')
  await scope.enter('time-per-div-field', '5 us')
  await expect(scope.get('state-word')).toHaveText("Trig'd")
  await expect(scope.page.locator('.figure', { hasText: 'wfm/s' })).toHaveText(/[1-9]/)
})

test.describe('the time of a record', () => {
  test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800'] })

  test('a trigger off the screen is said to be how far, and a stopped record when it was taken', async ({ scope }) => {
    // Waits for triggers, so that no record is without one.
    await scope.get('trigger-mode').getByText('Normal').click()
    await scope.waitForFrames(3)
    const time = scope.get('record-time')
    await scope.enter('time-per-div-field', '1 us')
    await expect(time).toHaveCount(0)
    await scope.enter('position', '5.5 us')
    await expect(time).toHaveText('trigger 500 ns before the screen')
    await scope.get('run').click()
    await expect(time).toHaveText(/^trigger 500 ns before the screen · \d\d:\d\d:\d\d\.\d{3}( · .* before the newest)$/)
    await scope.enter('position', '0')
    await expect(time).toHaveText(/^\d\d:\d\d:\d\d\.\d{3}/)
    await scope.get('run').click()
    await expect(time).toHaveCount(0)
  })
})
