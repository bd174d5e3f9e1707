// Peaks are never lost: one sample among a thousand million is seen at the slowest time base one would watch it with.
import { expect, test } from '../fixtures/lane.ts'

const glitch = { interval: 1, samples: 1, amplitude: 0.6 }
test.use({
  words: [
    ...['--set', 'voltage0/source_amplitude=0.1'],
    ...Object.entries(glitch).flatMap(([name, value]) => ['--set', `voltage0/source_glitch_${name}=${value}`]),
  ],
})

/** A glitch rises a division above the trace; a division is an eighth of the screen. */
async function glitchesSeen(scope: {
  columns(): Promise<{ x: number; top: number }[]>
  trace: { boundingBox(): Promise<{ height: number } | null> }
}): Promise<number> {
  const columns = await scope.columns()
  const division = ((await scope.trace.boundingBox())?.height ?? 0) / 8
  const level = columns.map(({ top }) => top).toSorted((a, b) => a - b)[columns.length >> 1] ?? 0
  const isHigh = columns.map(({ top }) => top < level - 0.8 * division)
  return isHigh.filter((high, k) => high && !isHigh[k - 1]).length
}

test('a glitch of one sample, once a second at 1 GS/s, is seen at 1 s/div', async ({ scope }) => {
  await scope.enter('time-per-div-field', '1 s')
  await expect(scope.get('badge')).toContainText('peaks kept')
  await expect.poll(() => glitchesSeen(scope), { message: 'three glitches' }).toBeGreaterThanOrEqual(3)
  // And they stay: their samples leave the memory long before they leave the screen.
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
  expect(await glitchesSeen(scope)).toBeGreaterThanOrEqual(3)
})
