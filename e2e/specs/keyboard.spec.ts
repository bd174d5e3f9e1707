// Keys work whatever was touched with the mouse before: a choice from a list, a switch, a field, a handle.
import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

test.use({ words: ['--set', 'sampling_frequency=1000000', '--set', 'blockCount=100'] })

/** Space stops and runs, + zooms, S arms: the keyboard is the screen's. */
async function expectKeysToWork(scope: ScopePage): Promise<void> {
  const word = scope.get('state-word')
  await scope.page.keyboard.press('Space')
  await expect(word).toHaveText('Stop')
  await scope.page.keyboard.press('Space')
  await expect(word).not.toHaveText('Stop')
  const before = await scope.get('time-per-div').innerText()
  await scope.page.keyboard.press('-')
  await expect.poll(() => scope.get('time-per-div').innerText()).not.toBe(before)
  await scope.page.keyboard.press('+')
  await expect.poll(() => scope.get('time-per-div').innerText()).toBe(before)
}

/** Opens a list with the mouse and chooses with the mouse. */
async function choose(scope: ScopePage, list: Locator, option: string | RegExp): Promise<void> {
  await list.click()
  await scope.page.getByRole('option', { name: option }).locator('visible=true').click()
}

test('after a choice from a list', async ({ scope }) => {
  await scope.waitForFrames(2)
  await choose(scope, scope.get('trigger-edge'), /falling/)
  await expect(scope.get('trigger-readout')).toContainText('↘')
  await expectKeysToWork(scope)
  await choose(scope, scope.get('source-voltage0'), 'triangle')
  await expectKeysToWork(scope)
  await choose(scope, scope.get('sample-rate'), '2 MS/s')
  await expectKeysToWork(scope)
  await choose(scope, scope.get('attribute-voltage0/source'), 'square')
  await expectKeysToWork(scope)
  await scope.page.keyboard.press('s')
  await expect(scope.get('state-word')).toHaveText('Stop')
})

test('after a list was opened and closed without a choice', async ({ scope }) => {
  await scope.waitForFrames(2)
  const list = scope.get('trigger-edge')
  await list.click()
  await scope.page.keyboard.press('Escape')
  await expectKeysToWork(scope)
  await list.click()
  await list.click()
  await expectKeysToWork(scope)
  await list.click()
  await scope.trace.click({ position: { x: 300, y: 200 } })
  await expectKeysToWork(scope)
})

test('after a switch was set', async ({ scope }) => {
  await scope.waitForFrames(2)
  await scope.get('trigger-mode').getByText('Normal').click()
  await expect(scope.get('trigger-mode').getByRole('radio', { name: 'Normal' })).toBeChecked()
  await expectKeysToWork(scope)
  await scope.get('block-unit').getByText('Sa').click()
  await expectKeysToWork(scope)
  await scope.get('channel-voltage1').getByRole('checkbox').click()
  await expectKeysToWork(scope)
  await scope.get('block-size-auto').click()
  await expectKeysToWork(scope)
  await scope.get('device-tree').getByRole('button', { name: 'voltage1' }).click()
  await expectKeysToWork(scope)
})

test('after a value was typed, applied or given up', async ({ scope }) => {
  await scope.waitForFrames(2)
  for (const field of ['trigger-level', 'offset-voltage0', 'attribute-voltage0/source_noise']) {
    await scope.get(field).click()
    await scope.page.keyboard.press('Enter')
    await expectKeysToWork(scope)
    await scope.get(field).fill('0,01')
    await scope.page.keyboard.press('Enter')
    await expect(scope.get(field)).toHaveValue(/10 mV/)
    await expectKeysToWork(scope)
    await scope.get(field).fill('nonsense')
    await scope.page.keyboard.press('Escape')
    await expect(scope.get(field)).toHaveValue(/10 mV/)
    await expectKeysToWork(scope)
    await scope.get(field).click()
    await scope.trace.click({ position: { x: 300, y: 200 } })
    await expectKeysToWork(scope)
  }
})

test('after a handle was dragged', async ({ scope }) => {
  await scope.waitForFrames(2)
  for (const handle of ['level-handle', 'handle-voltage0', 'position-handle', 'memory-track']) {
    const box = await scope.get(handle).boundingBox()
    if (box === null) throw new Error(`${handle} is not on the screen`)
    await scope.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await scope.page.mouse.down()
    await scope.page.mouse.move(box.x + box.width / 2 - 40, box.y + box.height / 2 + 30, { steps: 4 })
    await scope.page.mouse.up()
    await scope.page.keyboard.press('End')
    await expectKeysToWork(scope)
  }
})

test('a list that the keyboard reached keeps it, and keys it does not use are the screen’s', async ({ scope }) => {
  await scope.waitForFrames(2)
  const list = scope.get('trigger-edge').getByRole('combobox')
  await list.focus()
  await scope.page.keyboard.press('Space')
  await expect(list).toHaveAttribute('aria-expanded', 'true')
  await scope.page.keyboard.press('ArrowDown')
  await scope.page.keyboard.press('Space')
  await expect(list).toHaveAttribute('aria-expanded', 'false')
  await expect(scope.get('trigger-readout')).toContainText('↘')
  await expect(list).toBeFocused()
  await scope.page.keyboard.press('s')
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.page.keyboard.press('Escape')
  await expect(list).not.toBeFocused()
  await scope.page.keyboard.press('Space')
  await expect(scope.get('state-word')).not.toHaveText('Stop')
})
