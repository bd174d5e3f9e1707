// Acquisition modes, where a person meets them: a noisy trace gets thinner by what the mode says, and the badge says what is drawn.
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

// Half a period of a square fills the screen: level but for its noise.
const words = [
  'sampling_frequency=10000000',
  'blockCount=800',
  'voltage0/source=square',
  'voltage0/source_frequency=500',
  'voltage0/source_amplitude=0.2',
  'voltage0/source_noise=0.15',
  'timebase.secondsPerDiv=50us',
  'timebase.position=300us',
  'channels.voltage0.voltsPerDiv=200mV',
]
test.use({ words: words.flatMap((one) => ['--set', one]) })

/** In the middle of all columns: from the uppermost pixel of the trace to its lowermost. */
async function thickness(scope: ScopePage): Promise<number> {
  const columns = await scope.columns()
  expect(columns.length).toBeGreaterThan(300)
  const all = columns.map(({ top, mean }) => 2 * (mean - top) + 1).toSorted((a, b) => a - b)
  return all[all.length >> 1]!
}

const badge = (scope: ScopePage) => scope.get('badge')

async function choose(scope: ScopePage, testId: string, option: string): Promise<void> {
  await scope.get(testId).click()
  await scope.page.getByRole('option', { name: option, exact: true }).locator('visible=true').click()
}

test('an average of 64 is an eighth as thick, and the badge counts the records', async ({ scope }) => {
  await scope.setPersistence(false)
  await expect(badge(scope)).toHaveText(/^envelope [5-8]:1/)
  const raw = await thickness(scope)
  await choose(scope, 'acquisition-mode', 'Average')
  await expect(badge(scope)).toHaveText(/^average of 64 of 64 records · \+3\.0 bits/)
  await expect(scope.get('acquisition-now')).toHaveText(/^average of 64 of 64 records/)
  const averaged = await thickness(scope)
  // What a line without noise has.
  await choose(scope, 'acquisition-mode', 'Sample')
  await scope.enter('source_noise-voltage0', '0')
  await expect.poll(() => thickness(scope)).toBeLessThan(averaged)
  const bare = await thickness(scope)
  const ratio = (raw - bare) / (averaged - bare)
  expect(raw).toBeGreaterThan(60)
  expect(ratio, `${raw}, ${averaged}, ${bare} pixels`).toBeGreaterThan(8 * 0.7)
  expect(ratio, `${raw}, ${averaged}, ${bare} pixels`).toBeLessThan(8 * 1.4)
})

test('high resolution is thinner by the root of the samples in a column, an envelope is thicker', async ({ scope }) => {
  await scope.setPersistence(false)
  await expect(badge(scope)).toHaveText(/^envelope [5-8]:1/)
  const raw = await thickness(scope)
  await choose(scope, 'acquisition-mode', 'Envelope')
  await expect(badge(scope)).toHaveText(/^envelope of \d[\d\s]*\d\d records/)
  expect(await thickness(scope)).toBeGreaterThan(1.2 * raw)
  await choose(scope, 'acquisition-mode', 'High resolution')
  await expect(badge(scope)).toHaveText(/^high resolution · [5-8] samples per point · \+1\.[2-5] bits/)
  expect(await thickness(scope)).toBeLessThan(0.5 * raw)
})

test('the key steps through the modes, undo goes back, and a mode without a trigger says why it does nothing', async ({
  scope,
}) => {
  await expect(badge(scope)).toHaveText(/^envelope [5-8]:1/)
  for (const words of [/^high resolution/, /^average of/, /^envelope of \d/]) {
    await scope.page.keyboard.press('Shift+A')
    await expect(badge(scope)).toHaveText(words)
  }
  await scope.page.keyboard.press('Shift+A')
  await expect(badge(scope)).toHaveText(/^envelope [5-8]:1/)
  await choose(scope, 'acquisition-mode', 'Average')
  await expect(badge(scope)).toHaveText(/^average of/)
  await scope.page.keyboard.press('Control+z')
  await expect(badge(scope)).toHaveText(/^envelope [5-8]:1/)
  await scope.page.keyboard.press('Control+Shift+Z')
  await expect(badge(scope)).toHaveText(/^average of/)
  // A level that is never reached.
  await scope.enter('trigger-level', '950 mV')
  await expect(badge(scope)).toHaveText(/average: no trigger to align records at$/)
  await scope.enter('trigger-level', '0')
  await expect(badge(scope)).toHaveText(/^average of 64 of 64/)
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  await expect(badge(scope)).toHaveText(/^average of 64 of 64/)
  await scope.get('run').click()
  await expect(badge(scope)).toHaveText(/^average of/)
})
