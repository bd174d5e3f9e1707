// Every device of the board with an input buffer can be captured, and shows a trace.
import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800'] })

test('each device of the tree is captured with a click, and the next one with a key', async ({ scope }) => {
  await scope.waitForFrames(2)
  const buttons = scope.page.locator('[data-testid^="capture-"]')
  await expect.poll(() => buttons.count(), { message: 'devices that can be captured' }).toBeGreaterThanOrEqual(4)
  const names = (await buttons.evaluateAll((all) => all.map((one) => one.getAttribute('data-testid') ?? ''))).map(
    (id) => id.replace('capture-', ''),
  )
  for (const name of names) {
    await scope.get(`capture-${name}`).click()
    await expect(scope.get(`capture-${name}`), `${name} is captured`).toHaveCount(0)
    // 1 ms/div of a slow device is less than a sample.
    await scope.enter('time-per-div-field', '20 ms')
    await expect
      // The dummy's signal touches the end of its range: it is shown as clipped.
      .poll(async () => (await scope.columns()).length + (await scope.columns('red')).length, {
        message: `a trace of ${name}`,
      })
      .toBeGreaterThan(100)
    await expect(scope.get('problems')).toHaveCount(0)
    await expect(scope.get('status-lost')).toHaveText(/^\s*0\s+lost/)
  }
  await scope.page.keyboard.press('i')
  await expect(scope.get(`capture-${names.at(-1)!}`)).toBeVisible()
})
