// The trace in one window, its panels in another: on two screens of a bench. Both are of one person and follow each other.
import { expect, test } from '../fixtures/lane.ts'
import { forgive } from '../fixtures/running-app.ts'
import { movePanels, panelsAreBack, panelsMoved } from '../pages/panels-page.ts'

test.use({
  words: [
    ...['--set', 'sampling_frequency=10000000', '--set', 'voltage0/source_frequency=100000', '--set', 'voltage1/en=1'],
    ...['--set', 'blockCount=800', '--set', 'timebase.secondsPerDiv=5us'],
  ],
})

test('a key moves the panels to a window of their own, the trace fills its window, and a button brings them back', async ({
  app,
  scope,
}) => {
  await scope.waitForFrames(3)
  const before = await scope.trace.boundingBox()
  const panels = await movePanels(app)
  for (const name of ['device-tree', 'tab-strip']) {
    await expect(panels.get(name)).toBeVisible()
    await expect(scope.get(name)).toHaveCount(0)
  }
  const wide = await scope.trace.boundingBox()
  // But for the lines at its sides.
  expect(wide?.width ?? 0).toBeGreaterThanOrEqual(1278)
  expect(wide?.height ?? 0).toBeGreaterThan(before?.height ?? 0)
  await scope.waitForFrames(3)
  // Nothing of a trace is drawn over there.
  await expect(panels.page.locator('canvas')).toHaveCount(0)
  expect(await panels.frames()).toBe(0)
  await expect(scope.get('move-panels')).toHaveAttribute('aria-pressed', 'true')
  await scope.get('move-panels').click()
  await panelsAreBack(scope)
  await expect.poll(() => panels.page.isClosed()).toBe(true)
  const again = await panelsMoved(scope, () => scope.get('move-panels').click())
  // It is gone before the key comes up.
  await again.page.keyboard.press('o').catch(() => undefined)
  await panelsAreBack(scope)
})

test('both windows follow each other, and keys work in either', async ({ app, scope }) => {
  await scope.waitForFrames(3)
  const panels = await movePanels(app)
  const theme = (of: typeof scope) => of.page.locator('html').getAttribute('data-theme')
  await panels.page.keyboard.press('l')
  await expect.poll(() => theme(scope)).toBe('light')
  await scope.page.keyboard.press('l')
  await expect.poll(() => theme(panels)).toBe('dark')

  // The channel that keys are about: chosen there, moved from here.
  await panels.page.keyboard.press('Control+2')
  await expect(panels.get('channel-voltage1')).toHaveClass(/selected/)
  const offset = panels.get('offset-voltage1')
  const was = await offset.inputValue()
  await scope.page.keyboard.press('PageUp')
  await expect(offset).not.toHaveValue(was)
  await scope.page.keyboard.press('Control+1')
  await expect(panels.get('channel-voltage0')).toHaveClass(/selected/)

  // One order of undo, whichever window did it.
  await panels.enter('source_amplitude-voltage0', '250 mV')
  await expect(panels.get('source_amplitude-voltage0')).toHaveAttribute('aria-busy', 'false')
  await expect(panels.get('source_amplitude-voltage0')).toHaveValue('250 mV')
  await scope.page.keyboard.press('+')
  await expect(panels.get('time-per-div-field')).not.toHaveValue('5 µs/div')
  await panels.page.keyboard.press('Control+z')
  await expect(panels.get('time-per-div-field')).toHaveValue('5 µs/div')
  await scope.page.keyboard.press('Control+z')
  await expect(panels.get('source_amplitude-voltage0')).not.toHaveValue('250 mV')

  // Cursors of there stand on the trace here, and read there what they read here.
  await panels.page.keyboard.press('c')
  await expect(scope.get('cursor-line-time-1')).toBeVisible()
  await panels.page.keyboard.press('1')
  await expect(panels.get('cursor-t1')).toBeFocused()
  await panels.enter('cursor-t1', '0 s')
  await panels.page.keyboard.press('n')
  await expect(panels.get('cursor-t1')).not.toHaveValue(/^0/)

  // A key of here shows its tab there; what is looked at there is marked here.
  await scope.page.keyboard.press('m')
  await expect(panels.get('measure-strip')).toBeVisible()
  await panels.get('measure-add').click()
  await panels.get('measured-frequency-voltage0').getByRole('button', { name: 'Frequency CH1' }).focus()
  await expect(scope.get('measure-mark')).toContainText(/Frequency\s+(99\.\d+|100\.\d)\skHz/)
  await panels.get('measure-add').focus()
  await expect(scope.get('measure-mark')).toHaveCount(0)

  await scope.page.keyboard.press('Space')
  await expect(panels.get('state-word')).toHaveText('Stop')
  // A button that has the keyboard has Space for itself.
  await panels.page.keyboard.press('Escape')
  await panels.page.keyboard.press('Space')
  await expect(scope.get('state-word')).not.toHaveText('Stop')
  await panels.page.keyboard.press('Home')
  await expect(scope.get('memory-live')).toBeEnabled()
  await panels.page.keyboard.press('End')
  await expect(scope.get('memory-live')).toBeDisabled()
})

test('what the panels hide is reached at the trace as in a narrow window', async ({ app, scope }) => {
  await scope.waitForFrames(3)
  await movePanels(app)
  await scope.page.keyboard.press('b')
  await expect(scope.page.locator('#field-block-size')).toBeFocused()
  await scope.page.keyboard.press('Escape')
  await scope.page.keyboard.press('Shift+D')
  await expect(scope.get('trigger-level')).toHaveCount(0)
})

test('a window that is loaded again finds the other', async ({ app, scope }) => {
  await scope.waitForFrames(3)
  const panels = await movePanels(app)
  await panels.page.reload()
  await expect(panels.get('trigger-level')).toBeVisible()
  await expect(scope.get('trigger-level')).toHaveCount(0)
  await scope.page.reload()
  await scope.waitForFrames(3)
  await expect(scope.get('trigger-level')).toHaveCount(0)
  await panels.page.keyboard.press('l')
  await expect(scope.page.locator('html')).toHaveAttribute('data-theme', 'light')
  await panels.page.close()
  await panelsAreBack(scope)
})

test('closing the window with the trace ends the program', async ({ app, scope }) => {
  await scope.waitForFrames(3)
  const panels = await movePanels(app)
  // A page that outlives the program for a moment looks for it.
  forgive(app, /ERR_CONNECTION_REFUSED/)
  await scope.page.close()
  expect(await app.exited).toBe(0)
  await expect.poll(() => panels.page.isClosed()).toBe(true)
})
