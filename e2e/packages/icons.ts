// `npm run icons`: paints the icon's drawings in every size, with Chromium, and makes the icon files of Windows and macOS of
// them. What it writes is committed, so that packages need no painter.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { resources } from '#main/packaging/about.ts'
import { icnsOf, icoOf, type Picture } from '#main/packaging/icon-files.ts'
import { findChromium } from '../setup/programs.ts'

const sizes = [16, 24, 32, 48, 64, 128, 256, 512]
/** Up to this size the plain drawing is painted, pixels. */
const smallUpTo = 32

async function paint(): Promise<readonly Picture[]> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('There is no Chromium: run npm run test:setup.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const pictures: Picture[] = []
    for (const size of sizes) {
      const drawing = readFileSync(path.join(resources, size > smallUpTo ? 'icon.svg' : 'icon-small.svg')).toString(
        'base64',
      )
      await page.setViewportSize({ width: size, height: size })
      const image = `<img src="data:image/svg+xml;base64,${drawing}" style="display:block;width:${size}px;height:${size}px">`
      await page.setContent(`<style>body { margin: 0 }</style>${image}`)
      pictures.push({ size, png: await page.screenshot({ omitBackground: true }) })
    }
    return pictures
  } finally {
    await browser.close()
  }
}

const pictures = await paint()
mkdirSync(path.join(resources, 'icons'), { recursive: true })
for (const { size, png } of pictures) writeFileSync(path.join(resources, 'icons', `${size}x${size}.png`), png)
writeFileSync(path.join(resources, 'blockscope.ico'), icoOf(pictures.filter(({ size }) => size <= 256 && size !== 128)))
writeFileSync(path.join(resources, 'blockscope.icns'), icnsOf(pictures))
