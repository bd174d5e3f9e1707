// The dialog of updates as a person meets it where nobody switched them on: it says so, says how, and offers nothing.
import { expect, test } from '../fixtures/lane.ts'

test('updates are off, and the dialog says how they are switched on', async ({ scope }) => {
  await scope.waitForFrames(1)
  await scope.page.keyboard.press('Shift+U')
  const dialog = scope.get('updates-dialog')
  // A page that a server gives says where updates are: in the program itself.
  await expect(dialog).toContainText(
    /Updates are off\. Start it with --update-from|The program is updated where it runs/,
  )
  await expect(scope.get('updates-install')).toHaveCount(0)
  await expect(scope.get('updates-back')).toHaveCount(0)
  await scope.get('updates-close').click()
  await expect(dialog).toBeHidden()
})
