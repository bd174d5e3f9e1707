// The math trace, where a person meets it: what is chosen in its panel is what stands on the screen, in every view.
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

test.use({
  words: ['sampling_frequency=10000000', 'blockCount=200', 'voltage0/source_frequency=100000'].flatMap((one) => [
    '--set',
    one,
  ]),
})

async function choose(scope: ScopePage, testId: string, option: string): Promise<void> {
  await scope.get(testId).click()
  await scope.page.getByRole('option', { name: option, exact: true }).locator('visible=true').click()
}

/** A line across the screen: on the same height, to a pixel or two, in every column. */
async function isLevel(scope: ScopePage): Promise<boolean> {
  const columns = await scope.columns('white')
  const means = columns.map(({ mean }) => mean)
  return columns.length > 500 && Math.max(...means) - Math.min(...means) < 3
}

/** In the same columns the math trace is as far below the middle as the first channel is above it. */
async function isMirrored(scope: ScopePage): Promise<boolean> {
  const white = new Map((await scope.columns('white')).map(({ x, mean }) => [x, mean]))
  const sums = (await scope.columns()).flatMap(({ x, mean }) => (white.has(x) ? [mean + white.get(x)!] : []))
  if (sums.length < 300) return false
  const middle = sums.toSorted((a, b) => a - b)[sums.length >> 1]!
  const near = sums.filter((sum) => Math.abs(sum - middle) < 6)
  const spread = Math.max(...white.values()) - Math.min(...white.values())
  return near.length > 0.9 * sums.length && spread > 50
}

test('a channel taken from itself is 0 in every view, its inverse mirrors it, and undo takes it away', async ({
  scope,
}) => {
  await scope.setPersistence(false)
  await scope.enter('time-per-div-field', '2 us')
  await choose(scope, 'math-function', 'A − B')
  await choose(scope, 'math-b', 'CH1')
  await expect(scope.get('math-scale')).toHaveValue(/V\/div$/)
  await expect.poll(() => isLevel(scope), { message: 'a level line, sample by sample' }).toBe(true)
  // A hundred samples a column: the channel is a band, and what is taken from it is still nothing.
  await scope.enter('time-per-div-field', '1 ms')
  await expect.poll(() => scope.drawn('last-form')).toBe('envelope')
  await expect.poll(() => isLevel(scope), { message: 'a level line of columns' }).toBe(true)
  await scope.enter('time-per-div-field', '2 us')
  await choose(scope, 'math-function', '−A')
  await scope.enter('math-scale', '500 mV')
  await expect.poll(() => isMirrored(scope), { message: 'the mirrored trace' }).toBe(true)
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.enter('time-per-div-field', '1 us')
  await expect.poll(() => isMirrored(scope), { message: 'the mirrored trace, stopped' }).toBe(true)
  await choose(scope, 'math-function', 'Off')
  await expect.poll(async () => (await scope.columns('white')).length).toBeLessThan(50)
  await scope.page.keyboard.press('Control+z')
  await expect.poll(() => isMirrored(scope), { message: 'the trace that was off' }).toBe(true)
})
