import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=200'] })

test('a reload of the page resumes, with the settings of the instrument', async ({ app, scope }) => {
  await scope.enter('block-size', '128 KiB')
  await expect(scope.get('block-size')).toHaveValue('128 KiB')
  await scope.page.keyboard.press('Control+2')
  await expect(scope.get('channel-voltage1')).toHaveClass(/selected/)
  for (let k = 0; k < 3; k++) {
    await scope.waitForFrames(2)
    await app.page.reload()
  }
  await expect.poll(() => scope.frames()).toBeGreaterThan(2)
  await expect(scope.get('block-size')).toHaveValue('128 KiB')
  await expect(scope.get('channel-voltage1')).toHaveClass(/selected/)
  await scope.expectNothingLost()
})
