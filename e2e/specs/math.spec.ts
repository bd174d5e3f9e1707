// The math trace, where a person meets it: what is chosen in its panel is what stands on the screen, in every view.
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

test.use({
  words: ['sampling_frequency=10000000', 'blockCount=800', 'voltage0/source_frequency=100000'].flatMap((one) => [
    '--set',
    one,
  ]),
})

async function choose(scope: ScopePage, testId: string, option: string): Promise<void> {
  await scope.get(testId).click()
  await scope.page.getByRole('option', { name: option, exact: true }).locator('visible=true').click()
}

const middleOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Nearly all of them lie within a few pixels of the one in the middle; a tip may cover some. */
function areAlike(values: readonly number[], least: number): boolean {
  const middle = middleOf(values)
  const near = values.filter((value) => Math.abs(value - middle) < 6)
  return values.length > least && near.length > 0.9 * values.length
}

/** A line across the screen: on the same height in every column. */
const isLevel = async (scope: ScopePage): Promise<boolean> =>
  areAlike(
    (await scope.columns('white')).map(({ mean }) => mean),
    500,
  )

/** In the same columns the math trace is as far below the middle as the first channel is above it. */
async function isMirrored(scope: ScopePage): Promise<boolean> {
  const white = new Map((await scope.columns('white')).map(({ x, mean }) => [x, mean]))
  const sums = (await scope.columns()).flatMap(({ x, mean }) => (white.has(x) ? [mean + white.get(x)!] : []))
  return areAlike(sums, 300) && !areAlike([...white.values()], 300)
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
