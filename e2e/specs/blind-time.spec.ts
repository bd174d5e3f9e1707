// The blind-time meter: an analysis that stands still is owned up to on the screen, costs the capture nothing, and what it
// missed is not held against it for ever.
import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'sampling_frequency=100000000', '--set', 'analysisStall=12s'] })

test('the meter says how blind it is while the analysis stands still, and that it sees again', async ({ scope }) => {
  const meter = scope.get('blind-time').locator('small')
  await expect(meter).toHaveText(/100 % blind$/)
  await expect(meter).toHaveText('100 % examined')
  await scope.waitForFrames(3)
  await scope.expectNothingLost()
})
