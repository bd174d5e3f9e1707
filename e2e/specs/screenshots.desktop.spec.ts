// The pictures of the README and of the gallery. They are taken every time and kept in the tree with BLOCKSCOPE_SCREENSHOTS=1.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'
import { prepareViews, views } from '../screenshots/views.ts'

test.use({ words: ['--set', 'blockCount=200'] })

const kept = fileURLToPath(new URL('../screenshots', import.meta.url))

const themes = ['dark', 'light'] as const

/** By the button, which a dialog may cover: a click that the mouse makes would close what is to be seen. */
async function chooseTheme(scope: ScopePage, theme: (typeof themes)[number]): Promise<void> {
  const root = scope.page.locator('html')
  if ((await root.getAttribute('data-theme')) === theme) return
  await scope.get('theme').dispatchEvent('click')
  await expect(root).toHaveAttribute('data-theme', theme)
  await scope.waitForFrames(3)
}

test('the screen at 1280 x 800, and each of its views, dark and light', async ({ app, scope }, info) => {
  test.setTimeout(480_000)
  const folder = process.env.BLOCKSCOPE_SCREENSHOTS === '1' ? kept : info.outputDir
  const takePicture = (name: string): Promise<Buffer> => app.page.screenshot({ path: path.join(folder, `${name}.png`) })
  await scope.waitForFrames(30)
  for (const theme of themes) {
    await chooseTheme(scope, theme)
    await app.page.mouse.move(640, 300)
    await scope.waitForFrames(60)
    const png = await takePicture(theme)
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1280, 800])
  }
  await prepareViews(scope)
  for (const view of views)
    await test.step(view.name, async () => {
      await view.show(scope)
      // No tip of what was clicked lies over it.
      await app.page.mouse.move(420, 90)
      await expect(app.page.locator('.tip')).toHaveCount(0)
      for (const theme of themes) {
        await chooseTheme(scope, theme)
        await takePicture(`${view.name}-${theme}`)
      }
      await view.leave(scope)
    })
})

test('the gallery has each view in both themes', () => {
  const gallery = readFileSync(path.join(kept, 'README.md'), 'utf8')
  for (const { name, title } of views) {
    expect(gallery).toContain(title)
    for (const theme of themes) {
      expect(gallery).toContain(`${name}-${theme}.png`)
      expect(existsSync(path.join(kept, `${name}-${theme}.png`)), `${name}-${theme}.png`).toBe(true)
    }
  }
})
