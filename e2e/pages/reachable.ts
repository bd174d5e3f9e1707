// Whether every button of the screen can be reached in a window of a size: in its bar, or in the menu at the bar's end.
import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { RunningApp } from '../fixtures/running-app.ts'
import type { ScopePage } from './scope-page.ts'

const capture = ['run', 'single', 'autoset', 'record']
const tools = ['persistence', 'tree-toggle', 'panels-toggle', 'theme', 'help']
const figures = ['time-per-div', 'trigger-readout', 'blind-time', 'status-rate', 'status-latency', 'status-fps']

/** In CSS pixels. */
async function resize(app: RunningApp, width: number, height: number): Promise<void> {
  if (app.electron === null) await app.page.setViewportSize({ width, height })
  else
    await app.electron.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
  await expect.poll(() => app.page.evaluate(() => innerWidth)).toBe(width)
}

/** Whole, and nothing lies over it. */
async function expectReachable(page: Page, target: Locator, name: string): Promise<void> {
  await expect(target, name).toBeInViewport({ ratio: 1 })
  await target.click({ trial: true })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow, `${name}: the page is no wider than its window`).toBeLessThanOrEqual(0)
}

/** Resizes the window and looks for each button and each figure. */
export async function expectAllReachable(
  app: RunningApp,
  scope: ScopePage,
  width: number,
  height: number,
): Promise<void> {
  await resize(app, width, height)
  await scope.waitForFrames(1)
  for (const id of capture) await expectReachable(app.page, scope.get(id), id)
  // Where there is no room beside the trace, the settings come over it.
  const force = scope.get('force-trigger')
  if (!(await force.isVisible())) {
    await app.page.keyboard.press('Shift+D')
    await force.scrollIntoViewIfNeeded()
    await expectReachable(app.page, force, 'force-trigger')
    await app.page.keyboard.press('Shift+D')
    await expect(force).toBeHidden()
  }
  for (const [menu, ids] of [
    ['more', [...tools, ...figures.slice(0, 3)]],
    ['status-more', figures.slice(3)],
  ] as const) {
    const opener = scope.get(menu)
    // A bar measures itself after its window: what it has no room for leaves into the menu a moment later.
    await expect(async () => {
      if ((await opener.count()) > 0 && (await opener.getAttribute('aria-expanded')) === 'false') await opener.click()
      for (const id of ids) await expect(scope.get(id), id).toBeInViewport({ ratio: 1, timeout: 2000 })
    }).toPass({ timeout: 60_000 })
    for (const id of ids.filter((one) => tools.includes(one))) await expectReachable(app.page, scope.get(id), id)
    await app.page.keyboard.press('Escape')
  }
  await app.page.keyboard.press('?')
  await expect(scope.get('help-overlay')).toBeVisible()
  await app.page.keyboard.press('Escape')
  await expect(scope.get('help-overlay')).toBeHidden()
}
