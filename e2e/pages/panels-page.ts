// The window that the panels were moved to, beside that of the trace.
import { expect } from '@playwright/test'
import { type RunningApp, watchProblems } from '../fixtures/running-app.ts'
import { ScopePage } from './scope-page.ts'

/** Moves the panels as `move` does, and waits until they are there and no longer beside the trace. Their window. */
export async function panelsMoved(scope: ScopePage, move: () => Promise<unknown>): Promise<ScopePage> {
  const opening = scope.page.context().waitForEvent('page')
  await move()
  const panels = new ScopePage(await opening)
  await expect(panels.get('panels-screen')).toBeVisible()
  await expect(panels.get('state-word')).not.toHaveText('Offline')
  await expect(scope.get('trigger-level')).toHaveCount(0)
  return panels
}

/** The same by the key; what goes wrong in that window is the program's trouble too. */
export async function movePanels(app: RunningApp): Promise<ScopePage> {
  const panels = await panelsMoved(new ScopePage(app.page), () => app.page.keyboard.press('o'))
  watchProblems(panels.page, app.problems)
  return panels
}

/** Waits until they are beside the trace again. */
export async function panelsAreBack(scope: ScopePage): Promise<void> {
  await expect(scope.get('trigger-level')).toBeVisible()
  await expect(scope.get('device-tree')).toBeVisible()
  await expect(scope.get('tab-strip')).toBeVisible()
}
