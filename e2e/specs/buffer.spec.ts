// The DMA buffer is changed from its panel while the capture runs, and nothing is lost.
import { expect, test } from '../fixtures/lane.ts'

// Blocks for more than a second: what is lost here is lost by the change, not by a busy machine.
test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=200'] })

test('the block size changes live', async ({ scope }) => {
  await scope.waitForFrames(3)
  for (const size of ['64 KiB', '1 MiB', '256 KiB']) {
    await scope.enter('block-size', size)
    await expect(scope.get('block-size')).toHaveValue(size)
    await scope.waitForFrames(3)
  }
  await scope.expectNothingLost()
})

test('the watermark changes live', async ({ scope }) => {
  await scope.enter('block-size', '64 KiB')
  await expect(scope.get('block-size')).toHaveValue('64 KiB')
  for (const [typed, shown] of [
    ['65536', /^65.?536/],
    ['16384', /^16.?384/],
  ] as const) {
    await scope.enter('watermark', typed)
    await expect(scope.get('watermark')).toHaveValue(shown)
    await scope.waitForFrames(3)
  }
  await scope.expectNothingLost()
})

test('a wrong size is refused beside the field, with the reason, and changes nothing', async ({ scope }) => {
  const before = await scope.get('block-size').inputValue()
  await scope.enter('block-size', '3 B')
  await expect(scope.page.getByRole('alert')).toBeVisible()
  await scope.get('block-size').press('Escape')
  await expect(scope.get('block-size')).toHaveValue(before)
  await scope.waitForFrames(3)
  await scope.expectNothingLost()
})
