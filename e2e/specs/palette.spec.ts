// The command palette as a person uses it: from anywhere, by name, with a value, and back.
import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800'] })

test('Ctrl+K finds a setting by its name, sets it, runs a command, and gives the keyboard back', async ({ scope }) => {
  const { page } = scope
  const palette = scope.get('palette')
  const hint = scope.get('palette-hint')
  await scope.waitForFrames(2)
  // While text is typed in a field, too.
  await scope.get('block-size').focus()
  await page.keyboard.press('Control+k')
  await expect(palette).toBeVisible()
  await page.keyboard.type('block 256k')
  await expect(hint).toContainText('Enter sets it')
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(scope.get('block-size')).toHaveValue('256 KiB')
  await expect(scope.get('block-size')).toBeFocused()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('time per division 90 s')
  await expect(hint).toContainText('timebase.secondsPerDiv takes a number')
  // What only the instrument can refuse.
  await scope.get('palette-field').fill('level 90 kV')
  await page.keyboard.press('Enter')
  await expect(hint).not.toContainText('Enter sets it')
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('ch1 freq 200k')
  await page.keyboard.press('Enter')
  await expect(scope.get('source_frequency-voltage0')).toHaveValue('200 kHz')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('undo')
  await page.keyboard.press('Enter')
  await expect(scope.get('source_frequency-voltage0')).not.toHaveValue('200 kHz')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('run or stop')
  await page.keyboard.press('Enter')
  await expect(scope.get('state-word')).toHaveText('Stop')
})
