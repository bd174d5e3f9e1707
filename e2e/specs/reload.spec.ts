import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800'] })

test('a reload of the page resumes, with the settings of the instrument', async ({ app, scope }) => {
  await scope.enter('block-size', '128 KiB')
  await expect(scope.get('block-size')).toHaveValue('128 KiB')
  await scope.page.keyboard.press('Control+2')
  await expect(scope.get('channel-voltage1')).toHaveClass(/selected/)
  await scope.get('fold-Trigger').click()
  await expect(scope.get('force-trigger')).toBeVisible()
  await expect(scope.get('trigger-level')).toBeHidden()
  for (let k = 0; k < 3; k++) {
    await scope.waitForFrames(2)
    await app.page.reload()
  }
  await expect.poll(() => scope.frames()).toBeGreaterThan(2)
  await expect(scope.get('block-size')).toHaveValue('128 KiB')
  await expect(scope.get('channel-voltage1')).toHaveClass(/selected/)
  await expect(scope.get('trigger-level')).toBeHidden()
  await scope.get('fold-buffer').click()
  await expect(scope.get('block-size')).toBeHidden()
  // Its key unfolds what hides it.
  await scope.page.keyboard.press('b')
  await expect(scope.get('block-size')).toBeFocused()
  await scope.expectNothingLost()
})
