// The pictures of the README. They are taken every time and kept in the tree with BLOCKSCOPE_SCREENSHOTS=1.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'blockCount=200'] })

const kept = fileURLToPath(new URL('../screenshots', import.meta.url))

for (const theme of ['dark', 'light'])
  test(`the screen at 1280 x 800, ${theme}`, async ({ app, scope }, info) => {
    await scope.waitForFrames(30)
    const root = app.page.locator('html')
    if ((await root.getAttribute('data-theme')) !== theme) await scope.get('theme').click()
    await expect(root).toHaveAttribute('data-theme', theme)
    await app.page.mouse.move(640, 300)
    await scope.waitForFrames(60)
    const folder = process.env.BLOCKSCOPE_SCREENSHOTS === '1' ? kept : info.outputDir
    const png = await app.page.screenshot({ path: path.join(folder, `${theme}.png`) })
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1280, 800])
  })
