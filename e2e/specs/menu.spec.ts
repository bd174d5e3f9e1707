// The menus of what is pointed at, by mouse and by keyboard alone, and two fingers on the trace.
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800'] })

test('a right click on the trace puts a cursor, measures the channel that is there, and is undone', async ({
  scope,
}) => {
  const { page, trace } = scope
  await scope.waitForFrames(3)
  const box = await trace.boundingBox()
  if (box === null) throw new Error('There is no trace.')
  const open = async (): Promise<void> => {
    await page.mouse.click(box.x + box.width * 0.7, box.y + box.height * 0.5, { button: 'right' })
    await expect(scope.get('context-menu')).toBeVisible()
  }
  await open()
  await page.getByRole('menuitem', { name: 'Cursor 2 here' }).click()
  await expect(scope.get('context-menu')).toBeHidden()
  const line = scope.get('cursor-line-time-2')
  await expect(line).toBeVisible()
  const at = await line.boundingBox()
  const middle = (at?.x ?? 0) + (at?.width ?? 0) / 2
  expect(Math.abs(middle - (box.x + box.width * 0.7))).toBeLessThan(4)
  await page.keyboard.press('Control+z')
  await expect(line).toBeHidden()

  await open()
  await page.getByRole('menuitem', { name: 'Rise time' }).click()
  const row = scope.get('measured-rise-voltage0')
  await expect(row).toBeVisible()
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(row).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(row).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(row).toBeHidden()
})

test('Shift + F10 opens it, arrows and Enter use it, Escape closes it', async ({ scope }) => {
  const { page } = scope
  await scope.waitForFrames(3)
  const perDiv = await scope.get('time-per-div-field').inputValue()
  await page.keyboard.press('Shift+F10')
  await expect(scope.get('context-menu')).toBeVisible()
  await page.keyboard.press('z')
  await expect(page.getByRole('menuitem', { name: 'Zoom in here' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(scope.get('time-per-div-field')).not.toHaveValue(perDiv)
  await page.keyboard.press('Control+z')
  await expect(scope.get('time-per-div-field')).toHaveValue(perDiv)
  await page.keyboard.press('Shift+F10')
  await page.keyboard.press('Escape')
  await expect(scope.get('context-menu')).toBeHidden()
  // Keys are commands again.
  await page.keyboard.press('+')
  await expect(scope.get('time-per-div-field')).not.toHaveValue(perDiv)
})

for (const theme of ['dark', 'light'])
  test(`the open menu is accessible, ${theme}`, async ({ scope }) => {
    await scope.waitForFrames(3)
    if ((await scope.page.locator('html').getAttribute('data-theme')) !== theme) await scope.page.keyboard.press('l')
    await scope.page.keyboard.press('Shift+F10')
    await expect(scope.get('context-menu')).toBeVisible()
    // Without a second page to put its results together in: the desktop app allows none.
    const axe = new AxeBuilder({ page: scope.page }).setLegacyMode()
    const { violations } = await axe
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .include('[data-testid=context-menu]')
      .analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })

/** Fingers at parts of the trace's width and height. */
async function fingersOn(scope: ScopePage) {
  const box = await scope.trace.boundingBox()
  if (box === null) throw new Error('There is no trace.')
  const session = await scope.page.context().newCDPSession(scope.page)
  return async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: (readonly [number, number])[]) => {
    const touchPoints = places.map(([x, y], id) => ({ x: box.x + box.width * x, y: box.y + box.height * y, id }))
    await session.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
}

test('two fingers zoom the time axis and keep what is under them', async ({ scope }) => {
  const { page } = scope
  await scope.waitForFrames(3)
  await scope.enter('time-per-div-field', '1 us')
  const touch = await fingersOn(scope)
  await touch('touchStart', [0.4, 0.5])
  await touch('touchStart', [0.4, 0.5], [0.6, 0.5])
  for (const away of [0.12, 0.16, 0.2]) await touch('touchMove', [0.5 - away, 0.5], [0.5 + away, 0.5])
  await touch('touchEnd', [0.3, 0.5])
  await touch('touchEnd')
  await expect(scope.get('time-per-div-field')).toHaveValue('500 ns/div')
  await page.keyboard.press('Control+z')
  await expect(scope.get('time-per-div-field')).toHaveValue('1 µs/div')
})

test('two fingers one above the other zoom the voltage', async ({ scope }) => {
  const { page } = scope
  await scope.waitForFrames(3)
  const volts = scope.get('volts-per-div-field-voltage0')
  await scope.enter('volts-per-div-field-voltage0', '200 mV')
  const touch = await fingersOn(scope)
  await touch('touchStart', [0.5, 0.4])
  await touch('touchStart', [0.5, 0.4], [0.5, 0.6])
  for (const away of [0.12, 0.16, 0.2]) await touch('touchMove', [0.5, 0.5 - away], [0.5, 0.5 + away])
  await touch('touchEnd', [0.5, 0.3])
  await touch('touchEnd')
  await expect(volts).toHaveValue('100 mV/div')
  await page.keyboard.press('Control+z')
  await expect(volts).toHaveValue('200 mV/div')
})

test('a finger that stays opens the menu, and nothing else comes of it', async ({ scope }) => {
  await scope.waitForFrames(3)
  const position = await scope.get('position').inputValue()
  const touch = await fingersOn(scope)
  await touch('touchStart', [0.6, 0.5])
  await expect(scope.get('context-menu')).toBeVisible()
  await touch('touchEnd')
  await expect(scope.get('context-menu')).toBeVisible()
  await scope.page.keyboard.press('Escape')
  await expect(scope.get('context-menu')).toBeHidden()
  await expect(scope.get('position')).toHaveValue(position)
})
