// Profiles in the page: saved, chosen, deleted, everything put back; what is locked; what is kept for the next start.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures/lane.ts'
import { scratchFolder } from '../fixtures/scratch.ts'

const folder = scratchFolder('profiles')
const system = path.join(folder, 'system.json')
test.use({ words: ['--set', 'sampling_frequency=1000000', '--set', 'blockCount=200'] })

test('Alt + P saves all settings under a name, and brings them back', async ({ scope }) => {
  const amplitude = scope.get('source_amplitude-voltage0')
  await scope.waitForFrames(2)
  await scope.enter('source_amplitude-voltage0', '300 mV')
  await scope.page.keyboard.press('Alt+p')
  await expect(scope.get('profiles-dialog')).toBeVisible()
  await expect(scope.get('profile-name')).toBeFocused()
  await scope.page.keyboard.type('bench 3')
  await scope.page.keyboard.press('Enter')
  await expect(scope.get('profiles-done')).toHaveText("The settings are kept as 'bench 3'.")
  await scope.page.keyboard.press('Escape')
  await expect(scope.get('profiles-dialog')).toBeHidden()
  await scope.enter('source_amplitude-voltage0', '700 mV')
  await expect(amplitude).toHaveValue('700 mV')

  await scope.page.keyboard.press('Alt+p')
  await scope.get('profile-name').fill('bench 3')
  await scope.get('profile-save').click()
  await expect(scope.get('profiles-question')).toContainText("There is a profile 'bench 3' already.")
  await scope.get('profiles-cancel').click()
  await scope.page.getByRole('button', { name: 'Choose bench 3' }).click()
  await expect(scope.get('profiles-done')).toHaveText("The settings are those of 'bench 3'.")
  await expect(amplitude).toHaveValue('300 mV')

  await scope.page.getByRole('button', { name: 'Delete bench 3' }).click()
  await scope.get('profiles-confirm').click()
  await expect(scope.get('profile-choose')).toHaveCount(0)
})

test('a factory reset puts everything back, the theme too, after a question', async ({ scope }) => {
  await scope.waitForFrames(2)
  const html = scope.page.locator('html')
  await scope.page.keyboard.press('l')
  await expect(html).toHaveAttribute('data-theme', 'light')
  await scope.enter('trigger-level', '100 mV')
  await scope.page.keyboard.press('Alt+p')
  await scope.get('factory-reset').click()
  await expect(scope.get('profiles-question')).toContainText('kept under another name')
  await scope.get('profiles-confirm').click()
  await expect(scope.get('profiles-done')).toContainText('before-reset')
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await scope.page.keyboard.press('Escape')
  await expect(scope.get('trigger-level')).not.toHaveValue('100 mV')
})

test.describe('on a machine that is administered', () => {
  test.beforeAll(() => {
    const settings = { 'trigger.level': 0.125 }
    const locked = ['trigger.level', 'preferences.theme']
    writeFileSync(system, JSON.stringify({ format: 'blockscope settings', version: 1, settings, locked }))
    process.env.BLOCKSCOPE_SYSTEM_SETTINGS = system
  })
  test.afterAll(() => {
    delete process.env.BLOCKSCOPE_SYSTEM_SETTINGS
  })

  test('what is locked is shown as locked, with the file, and stays', async ({ scope }) => {
    await scope.waitForFrames(2)
    await expect(scope.get('trigger-level')).toHaveValue('125 mV')
    await expect(scope.get('trigger-level')).toBeDisabled()
    await scope.page.keyboard.press('Control+ArrowUp')
    await expect(scope.get('problems')).toContainText(`'trigger.level' is locked by ${system}`)
    await expect(scope.get('trigger-level')).toHaveValue('125 mV')
    await scope.page.keyboard.press('Alt+p')
    await expect(scope.get('locked-settings')).toContainText(system)
    await expect(scope.get('locked-settings').getByRole('listitem')).toHaveText(['trigger.level', 'preferences.theme'])
    await scope.page.keyboard.press('Escape')
    await expect(scope.get('profiles-dialog')).toBeHidden()
    await scope.page.keyboard.press('l')
    await expect(scope.get('problems')).toContainText("'preferences.theme' is locked by")
    await expect(scope.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  })
})
