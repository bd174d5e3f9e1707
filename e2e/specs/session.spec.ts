// Undo, redo, and all settings as a file, where a person meets them.
import { readFileSync } from 'node:fs'
import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=200'] })

test('every kind of change is taken back by Ctrl + Z, in order, and made again by Ctrl + Shift + Z', async ({
  scope,
}) => {
  await scope.waitForFrames(2)
  const amplitude = scope.get('source_amplitude-voltage0')
  const level = scope.get('trigger-level')
  const perDiv = scope.get('time-per-div-field')
  const blockSize = scope.get('block-size')
  const before = await Promise.all([amplitude, level, perDiv, blockSize].map((field) => field.inputValue()))
  await scope.enter('source_amplitude-voltage0', '250 mV')
  await expect(amplitude).toHaveValue('250 mV')
  await scope.enter('trigger-level', '100 mV')
  await expect(level).toHaveValue('100 mV')
  await scope.enter('time-per-div-field', '1 us')
  await expect(perDiv).toHaveValue('1 µs/div')
  await scope.enter('block-size', '2 MiB')
  await expect(blockSize).toHaveValue('2 MiB')
  const after = ['250 mV', '100 mV', '1 µs/div', '2 MiB']
  const fields = [amplitude, level, perDiv, blockSize]
  for (const k of [3, 2, 1, 0]) {
    await scope.page.keyboard.press('Control+z')
    await expect(fields[k]!).toHaveValue(before[k]!)
    for (const earlier of fields.slice(0, k).keys()) await expect(fields[earlier]!).toHaveValue(after[earlier]!)
  }
  for (const k of [0, 1, 2, 3]) {
    await scope.page.keyboard.press('Control+Shift+Z')
    await expect(fields[k]!).toHaveValue(after[k]!)
  }
})

test('a session that was saved brings its settings back; a broken one is explained and changes nothing', async ({
  scope,
  lane,
}) => {
  test.skip(lane !== 'browser', 'skipped: in the desktop app the dialogs are the system’s')
  await scope.waitForFrames(2)
  await scope.enter('source_amplitude-voltage0', '300 mV')
  await expect(scope.get('source_amplitude-voltage0')).toHaveValue('300 mV')
  const saving = scope.page.waitForEvent('download')
  await scope.page.keyboard.press('Control+s')
  const saved = await saving
  expect(saved.suggestedFilename()).toMatch(/^session .*\.blockscope$/)
  const text = readFileSync(await saved.path(), 'utf8')
  await scope.enter('source_amplitude-voltage0', '700 mV')
  await expect(scope.get('source_amplitude-voltage0')).toHaveValue('700 mV')
  const open = async (name: string, content: string): Promise<void> => {
    await expect(async () => {
      const picking = scope.page.waitForEvent('filechooser', { timeout: 5000 })
      await scope.page.keyboard.press('Control+o')
      await (await picking).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) })
    }).toPass({ timeout: 60_000 })
  }
  await open('broken.blockscope', text.slice(0, text.length / 2))
  await expect(scope.get('problems')).toBeVisible()
  await expect(scope.get('source_amplitude-voltage0')).toHaveValue('700 mV')
  await open('mine.blockscope', text)
  await expect(scope.get('source_amplitude-voltage0')).toHaveValue('300 mV')
})
