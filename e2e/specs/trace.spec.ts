import { expect, test } from '../fixtures/lane.ts'

test('a trace is there by itself', async ({ scope }) => {
  await scope.waitForFrames(1)
  await expect(scope.trace).toBeVisible()
  expect(['raw', 'envelope']).toContain(await scope.drawn('last-form'))
})

test('the trace moves', async ({ scope }) => {
  await scope.waitForFrames(2)
  let heights: number[] = []
  await expect
    .poll(async () => {
      heights = await scope.heights()
      return heights.length
    })
    .toBeGreaterThan(500)
  await expect.poll(() => scope.heights()).not.toEqual(heights)
})

test('the trace follows a changed frequency', async ({ scope }) => {
  await scope.waitForFrames(2)
  // Ten divisions are 2 us: two periods of 1 MHz, eight of 4 MHz; one may be cut at the edges of the screen.
  await scope.enter('time-per-div-field', '200 ns')
  await scope.enter('source_frequency-voltage0', '1 MHz')
  await expect.poll(async () => [1, 2].includes(await scope.periods()), { message: 'two periods' }).toBe(true)
  await scope.enter('source_frequency-voltage0', '4 MHz')
  await expect(scope.get('source_frequency-voltage0')).toHaveValue('4 MHz')
  await expect.poll(async () => [7, 8].includes(await scope.periods()), { message: 'eight periods' }).toBe(true)
})

test('the badge says what the trace was made from', async ({ scope }) => {
  await expect.poll(() => scope.drawn('last-form')).toBe('raw')
  await expect(scope.get('badge')).toContainText('raw')
  await scope.enter('time-per-div-field', '1 ms')
  await expect.poll(() => scope.drawn('last-form')).toBe('envelope')
  await expect(scope.get('badge')).not.toContainText('raw')
})
