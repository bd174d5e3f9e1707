// Segments as a person keeps and looks at them, by keyboard: switched on, filled, gone through, and taken back by undo.
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/lane.ts'

test.use({
  words: [
    ...['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800'],
    ...['--set', 'voltage0/source_frequency=100000', '--set', 'segments.count=500', '--set', 'segments.length=200'],
  ],
})

test('G shows them, as many as wanted are kept, the arrows go through them, and undo switches them off', async ({
  scope,
}) => {
  const { keyboard } = scope.page
  await scope.waitForFrames(2)
  await keyboard.press('g')
  await expect(scope.get('segments-nothing')).toBeVisible()
  const keep = scope.page.getByRole('combobox', { name: 'Keep' })
  await keep.focus()
  await keyboard.press('Enter')
  await expect(keep).toHaveAttribute('aria-expanded', 'true')
  await keyboard.press('ArrowUp')
  await keyboard.press('Enter')
  await expect(scope.get('segments-kept')).toHaveText('500 of 500')
  await expect(scope.get('segments-least')).toHaveText(/^\d+(\.\d+)? µs$/)
  // A period of 10 µs, a segment of 20 µs: the trigger after the next is the first that may be one.
  const list = scope.get('segment-list')
  const rows = list.getByRole('option')
  await expect(rows.first()).toContainText('–')
  await expect(rows.nth(1)).toContainText(/(20|30)(\.0\d*)? µs|(19|29)\.9\d* µs/)
  // Its small picture is drawn.
  await expect(rows.nth(1).locator('path')).toHaveAttribute('d', /^M.*L.*L/)
  await list.focus()
  await keyboard.press('End')
  await expect(rows.last()).toHaveAttribute('aria-selected', 'true')
  await expect(rows.last()).toContainText(/^500/)
  const picture = scope.get('segment-picture')
  await expect(picture).toHaveAttribute('aria-label', /^Segment 500 of CH1: from −\d+(\.\d+)? mV to \d+(\.\d+)? mV$/)
  const line = scope.get('segment-line')
  await expect(line).toHaveAttribute('d', /^M.*L/)
  await keyboard.press('Home')
  await keyboard.press('ArrowDown')
  await expect(picture).toHaveAttribute('aria-label', /^Segment 2 of CH1/)
  await keyboard.press('PageDown')
  await expect(picture).not.toHaveAttribute('aria-label', /^Segment 2 of CH1/)
  const { violations } = await new AxeBuilder({ page: scope.page })
    .setLegacyMode()
    .include('[data-testid=tab-strip]')
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  await scope.get('segments-clear').press('Enter')
  await expect(picture).toHaveAttribute('aria-label', 'No segment of CH1')
  await expect(scope.get('segments-kept')).toHaveText('500 of 500')
  await keyboard.press('Control+z')
  await expect(scope.get('segments-nothing')).toBeVisible()
  await scope.expectNothingLost()
})

test('a click chooses one, and more than there is room for is refused beside the field', async ({ scope }) => {
  await scope.waitForFrames(2)
  await scope.page.keyboard.press('g')
  await scope.get('segments-on').click()
  await scope.page.getByRole('option', { name: 'on', exact: true }).locator('visible=true').click()
  await expect(scope.get('segments-kept')).toHaveText('500 of 500')
  const second = scope.get('segment-list').getByRole('option').nth(2)
  await second.click()
  await expect(second).toHaveAttribute('aria-selected', 'true')
  await expect(scope.get('segment-picture')).toHaveAttribute('aria-label', /^Segment 3 of CH1/)
  await scope.enter('segments-count', '10000000')
  await expect(scope.get('segments-tab')).toContainText('of them fit')
  await expect(scope.get('segments-kept')).toHaveText('500 of 500')
})

test('Shift + G draws all over each other, and Shift + N goes to the one that differs', async ({ scope }) => {
  const { keyboard } = scope.page
  await scope.waitForFrames(2)
  await keyboard.press('g')
  await scope.get('segments-on').click()
  await scope.page.getByRole('option', { name: 'on', exact: true }).locator('visible=true').click()
  await expect(scope.get('segments-kept')).toHaveText('500 of 500')
  await scope.get('segment-list').focus()
  await keyboard.press('Shift+G')
  await expect(scope.get('segments-overlaid')).toHaveText('500 over each other')
  // Something is drawn, and not everywhere.
  const lit = await scope.get('segment-overlay').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
    let cells = 0
    for (let at = 3; at < data.length; at += 4) if (data[at]! > 0) cells++
    return cells / (width * height)
  })
  expect(lit).toBeGreaterThan(0.003)
  expect(lit).toBeLessThan(0.5)
  // A sine on its trigger is the same each time, but for its noise.
  await keyboard.press('Home')
  await keyboard.press('Shift+N')
  await expect(scope.get('segments-differing')).toHaveText(/^None of 499 behind 1 differs by more than /)
  await expect(scope.get('segment-picture')).toHaveAttribute('aria-label', /^Segment 1 of CH1.*500 over each other$/)
  // With a tolerance below the noise the next one does.
  await scope.enter('segments-tolerance', '1uV')
  await expect(scope.get('segments-kept')).toHaveText('500 of 500')
  await scope.get('segments-next-differing').click()
  await expect(scope.get('segments-differing')).toHaveText(/^Segment 2 differs from 1 by /)
  await expect(scope.get('segment-picture')).toHaveAttribute('aria-label', /^Segment 2 of CH1/)
  await scope.get('segment-list').focus()
  await keyboard.press('Control+z')
  await keyboard.press('Control+z')
  await expect(scope.get('segments-overlaid')).toHaveCount(0)
  await scope.expectNothingLost()
})
