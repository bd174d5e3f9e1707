// Builds the guide as static pages into dist/docs, with its pictures. The first page is index.html too.
//
//   npm run docs
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readGuide } from '../../renderer/guide-plugin.ts'
import { htmlPage, pictureName } from './html.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Writes the pages into a folder, which it makes anew; returns how many. */
export function buildDocs(folder: string): number {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(path.join(folder, 'pictures'), { recursive: true })
  const pages = readGuide()
  for (const [k, page] of pages.entries()) {
    const html = htmlPage(page, pages)
    writeFileSync(path.join(folder, `${page.id}.html`), html)
    if (k === 0) writeFileSync(path.join(folder, 'index.html'), html)
    for (const block of page.blocks)
      if (block.type === 'picture')
        copyFileSync(path.join(root, block.file), path.join(folder, pictureName(block.file)))
  }
  return pages.length
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = path.join(root, 'dist', 'docs')
  process.stdout.write(`${buildDocs(folder)} pages in ${path.relative(root, folder)}: begin with index.html\n`)
}
