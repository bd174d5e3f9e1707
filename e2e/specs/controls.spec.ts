import { expect, test } from '../fixtures/lane.ts'

test('stop holds the trace, run lets it go on', async ({ scope }) => {
  await scope.waitForFrames(3)
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  const held = await scope.waitForStillness()
  await scope.get('run').click()
  await expect(scope.get('state-word')).not.toHaveText('Stop')
  await expect.poll(() => scope.frames()).toBeGreaterThan(held + 2)
})

test('single waits for one trigger and stops', async ({ scope }) => {
  await scope.waitForFrames(3)
  await scope.get('single').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  const held = await scope.waitForStillness()
  await scope.get('single').click()
  await expect.poll(() => scope.frames()).toBeGreaterThan(held)
  await expect(scope.get('state-word')).toHaveText('Stop')
})

test('auto-set finds the signal again', async ({ scope }) => {
  await scope.waitForFrames(3)
  await scope.enter('source_frequency-voltage0', '10 kHz')
  await scope.get('autoset').click()
  await expect(scope.get('time-per-div')).toContainText('µs')
  await expect.poll(() => scope.periods()).toBeGreaterThan(0)
})

test('the theme changes and is kept', async ({ app, scope }) => {
  const theme = (): Promise<string | null> => app.page.locator('html').getAttribute('data-theme')
  const before = await theme()
  await scope.get('theme').click()
  await expect.poll(theme).not.toBe(before)
  const after = await theme()
  await app.page.reload()
  await expect.poll(theme).toBe(after)
})

test('volts per division are typed, stepped from there through the list, or chosen from it', async ({ scope }) => {
  const field = scope.get('volts-per-div-field-voltage0')
  await scope.enter('volts-per-div-field-voltage0', '300m')
  await expect(field).toHaveValue('300 mV/div')
  await field.press('ArrowUp')
  await expect(field).toHaveValue('500 mV/div')
  await scope.enter('volts-per-div-field-voltage0', '20 V')
  await expect(scope.page.getByRole('alert')).toHaveText('The scale goes from 1 mV/div to 10 V/div.')
  await field.press('Escape')
  await expect(field).toHaveValue('500 mV/div')
  await scope.get('volts-per-div-voltage0').click()
  await scope.page.getByRole('option', { name: '1 V/div', exact: true }).click()
  await expect(field).toHaveValue('1 V/div')
  // What stands on the graticule is told to who does not see it.
  await expect(scope.trace.getByRole('img', { name: 'CH1 −4 V to 4 V' })).toBeVisible()
})
