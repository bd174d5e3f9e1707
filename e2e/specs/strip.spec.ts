// The strip below the trace as hands use it: opened, made higher by mouse and by keys, remembered, and never at the trace's cost alone.
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

test.use({ words: ['--set', 'sampling_frequency=1000000'] })

const heightOf = async (scope: ScopePage, testId: string): Promise<number> =>
  (await scope.get(testId).boundingBox())?.height ?? 0

test('it opens by key, by mouse and by its tab, and a reload finds it as it was left', async ({ scope }) => {
  await scope.waitForFrames(2)
  const strip = scope.get('tab-strip')
  const panel = scope.get('strip-panel')
  await expect(panel).toHaveCount(0)
  expect(await heightOf(scope, 'tab-strip')).toBe(24)
  await scope.page.keyboard.press('m')
  await expect(panel).toBeVisible()
  const usual = await heightOf(scope, 'tab-strip')
  // By mouse: 60 pixels upwards.
  const edge = scope.get('strip-edge')
  const { x, y, width } = (await edge.boundingBox()) ?? { x: 0, y: 0, width: 0 }
  await scope.page.mouse.move(x + width / 2, y + 4)
  await scope.page.mouse.down()
  await scope.page.mouse.move(x + width / 2, y - 56, { steps: 5 })
  await scope.page.mouse.up()
  await expect.poll(() => heightOf(scope, 'tab-strip')).toBe(usual + 60)
  // By keys: as high as it may be, which leaves the trace its own; and back.
  await edge.focus()
  await scope.page.keyboard.press('End')
  await expect.poll(() => heightOf(scope, 'tab-strip')).toBeGreaterThan(usual + 60)
  expect((await scope.trace.boundingBox())?.height).toBeGreaterThanOrEqual(300)
  await expect(edge).toHaveAttribute('aria-valuenow', (await edge.getAttribute('aria-valuemax')) ?? '')
  await scope.page.keyboard.press('Home')
  await expect(edge).toHaveAttribute('aria-valuenow', (await edge.getAttribute('aria-valuemin')) ?? '')
  await scope.page.keyboard.press('ArrowUp')
  const low = Number(await edge.getAttribute('aria-valuemin'))
  await expect.poll(() => heightOf(scope, 'tab-strip')).toBe(low + 20)
  await scope.page.reload()
  await scope.waitForFrames(1)
  await expect.poll(() => heightOf(scope, 'tab-strip')).toBe(low + 20)
  await expect(scope.get('tab-measure')).toHaveAttribute('aria-selected', 'true')
  // Enter on the edge folds it, J opens it again, the button folds it.
  await edge.press('Enter')
  await expect(panel).toHaveCount(0)
  await scope.page.keyboard.press('j')
  await expect(panel).toBeVisible()
  await strip.getByRole('button', { name: 'Fold the strip' }).click()
  await expect(panel).toHaveCount(0)
  await scope.get('tab-measure').press('Enter')
  await expect(panel).toBeVisible()
})
