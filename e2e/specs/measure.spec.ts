// Measurements as a person sees them: by key, whole figures with their units, and the reason where there is none.
import { expect, test } from '../fixtures/lane.ts'

test.use({
  words: [
    '--set',
    'sampling_frequency=10000000',
    '--set',
    'voltage0/source_frequency=100000',
    '--set',
    'blockCount=800',
  ],
})

test('M shows them, each figure is whole, and what is added is taken back by undo', async ({ scope }) => {
  await scope.waitForFrames(2)
  await expect(scope.get('measure-strip')).toHaveCount(0)
  await scope.page.keyboard.press('m')
  await scope.get('measure-add').click()
  const row = scope.get('measured-frequency-voltage0')
  await expect(row.locator('td').nth(1)).toHaveText(/^100\.0\skHz$/)
  await expect(row.locator('th')).toContainText('CH1')
  const cut = await row
    .locator('th, td')
    .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent))
  expect(cut).toEqual([])
  await scope.enter('source_amplitude-voltage0', '0')
  await scope.get('measure-reset').click()
  await expect(row).toContainText('the signal has no amplitude')
  await scope.page.keyboard.press('Control+z')
  await expect(scope.get('source_amplitude-voltage0')).toHaveValue('800 mV')
  await scope.page.keyboard.press('Control+z')
  await expect(row).toHaveCount(0)
})

test('Enter on a row shows its trend and its histogram, and what is on screen can be all that is measured', async ({
  scope,
}) => {
  await scope.waitForFrames(2)
  await scope.page.keyboard.press('m')
  await scope.get('measure-add').click()
  const pick = scope.get('measured-frequency-voltage0').getByRole('button', { name: 'Frequency CH1' })
  await pick.press('Enter')
  await expect(scope.get('measure-trend')).toHaveAttribute(
    'aria-label',
    /Trend of Frequency of CH1: from [\d.]+\skHz to/,
  )
  await expect(scope.get('measure-histogram')).toHaveAttribute('aria-label', /most often (100\.\d|99\.\d+)\skHz/)
  await expect(scope.get('measure-histogram').locator('canvas')).toBeVisible()
  // Enter on the row once more folds them away.
  await pick.press('Enter')
  await expect(scope.get('measure-plots')).toHaveCount(0)
  // A screen of 2 us holds a fifth of a period.
  await scope.get('measure-gate').click()
  await scope.page.getByRole('option', { name: 'What is on screen' }).locator('visible=true').click()
  await expect(scope.get('measured-frequency-voltage0')).toContainText('there are fewer than two rising edges')
})

test.describe('with some periods on the screen', () => {
  test.use({
    words: [
      ...['--set', 'sampling_frequency=10000000', '--set', 'voltage0/source_frequency=100000'],
      ...['--set', 'blockCount=800', '--set', 'timebase.secondsPerDiv=5us'],
    ],
  })

  test('what the row with the keyboard measures is marked on the trace, and no more when it is left', async ({
    scope,
  }) => {
    await scope.waitForFrames(2)
    await scope.page.keyboard.press('m')
    await scope.get('measure-add').click()
    const row = scope.get('measured-frequency-voltage0')
    await row.getByRole('button', { name: 'Frequency CH1' }).focus()
    await expect(scope.get('measure-mark')).toContainText(/Frequency\s+(99\.\d+|100\.\d)\skHz/)
    await expect(scope.get('mark-level-50 %')).toBeVisible()
    await expect(scope.get('mark-span')).toBeVisible()
    await scope.get('measure-add').focus()
    await expect(scope.get('measure-mark')).toHaveCount(0)
  })
})
