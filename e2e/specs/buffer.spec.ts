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

test('the device tree shows the buffer as the panel does, and changes it live', async ({ scope }) => {
  await scope.enter('block-size', '64 KiB')
  await scope.enter('block-count', '20')
  // One channel of two bytes: 32768 scans a block.
  await expect(scope.get('attribute-buffer0/length')).toHaveValue('655360')
  await scope.enter('watermark', '40000')
  await expect(scope.get('attribute-buffer0/watermark')).toHaveValue('40000')
  await scope.enter('attribute-buffer0/watermark', '50000')
  await expect(scope.get('watermark')).toHaveValue(/^50.?000/)
  await scope.enter('attribute-buffer0/length', '327680')
  await expect(scope.get('block-count')).toHaveValue('10')
  // What is no whole number of blocks is refused beside the value, with what would do.
  await scope.enter('attribute-buffer0/length', '100')
  await expect(scope.page.getByRole('alert')).toContainText('32768')
  await expect(scope.get('block-count')).toHaveValue('10')
  await scope.waitForFrames(3)
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
