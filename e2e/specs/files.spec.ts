// The person's own files, as they bring them to the screen. They lie where the program would not look.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures/lane.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import type { ScopePage } from '../pages/scope-page.ts'

const folder = scratchFolder('mine')
const offered = scratchFolder('files')
/** Volts, four samples a period. */
const wave = '0\n0.5\n0\n-0.5\n'
const mine = path.join(folder, 'my wave.csv')
writeFileSync(mine, wave)
writeFileSync(path.join(offered, 'offered.csv'), wave)

test.use({ words: ['--set', 'sampling_frequency=1000000', '--files', offered] })

async function chooseFileKind(scope: ScopePage): Promise<void> {
  await scope.get('source-voltage0').click()
  await scope.page.getByRole('option', { name: 'file…' }).click()
}

test('a file is chosen from the list, and one is sent; both are played', async ({ app, scope, lane }) => {
  await scope.waitForFrames(1)
  await chooseFileKind(scope)
  const field = scope.get('source-file-voltage0')
  await app.page.locator('[data-file="offered.csv"]').click()
  await expect(field).toHaveValue('offered.csv')
  // The path of a file that nobody brought is refused beside the field, whether there is such a file or not.
  for (const path of [mine, '/nowhere/x.csv']) {
    await field.fill(path)
    await field.press('Enter')
    await expect(app.page.getByRole('alert').filter({ hasText: 'This file is not offered.' })).toBeVisible()
    await field.press('Escape')
  }
  // The desktop has the system's dialog for it.
  if (lane === 'desktop') return
  await scope.get('files-voltage0').click()
  const picking = app.page.waitForEvent('filechooser')
  await scope.get('browse-voltage0').click()
  await (await picking).setFiles(mine)
  await expect(field).toHaveValue('my wave.csv')
  await scope.waitForFrames(2)
  await scope.get('files-voltage0').click()
  await expect(app.page.locator('[data-file="my wave.csv"]')).toContainText(`${wave.length} B`)
})

test('Ctrl + O opens one for the selected channel', async ({ app, scope, lane }) => {
  test.skip(lane !== 'browser', "skipped: in the desktop app it is the system's dialog, see menu.desktop.spec.ts")
  await scope.waitForFrames(1)
  await app.page.keyboard.press('Alt+2')
  await app.page.keyboard.press('Control+2')
  await expect(scope.get('channel-voltage1').getByRole('checkbox').first()).toBeChecked()
  for (const from of ['the screen', 'a field']) {
    if (from === 'a field') await scope.get('trigger-level').focus()
    // While a file is on its way the key does nothing.
    await expect(async () => {
      const picking = app.page.waitForEvent('filechooser', { timeout: 5000 })
      await app.page.keyboard.press('Control+o')
      await (await picking).setFiles(mine)
    }).toPass({ timeout: 60_000 })
    await expect(scope.get('source-file-voltage1'), from).toHaveValue('my wave.csv')
  }
})

test('a file that is dropped on the window is played there', async ({ app, scope }) => {
  await scope.waitForFrames(1)
  const carried = await app.page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'dropped.csv'))
    return transfer
  }, wave)
  await scope.trace.dispatchEvent('dragover', { dataTransfer: carried })
  await expect(scope.get('file-drop')).toHaveText(/play it on CH1/)
  await scope.trace.dispatchEvent('drop', { dataTransfer: carried })
  await expect(scope.get('source-file-voltage0')).toHaveValue('dropped.csv')
  await expect(scope.get('file-drop')).toHaveCount(0)
  await scope.waitForFrames(2)
})

test("a file of the system's dialog is played", async ({ app, lane, scope }) => {
  test.skip(lane !== 'desktop', 'a browser has a dialog of its own')
  await scope.waitForFrames(1)
  await app.electron?.evaluate(({ dialog }, chosen) => {
    Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [chosen] }) })
  }, mine)
  await chooseFileKind(scope)
  await scope.get('browse-voltage0').click()
  await expect(scope.get('source-file-voltage0')).toHaveValue('my wave.csv')
  await scope.waitForFrames(2)
})
