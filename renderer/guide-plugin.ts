// The guide as a module of the page: its Markdown, read while the page is built, so that no reader of Markdown is in it.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import type { GuidePage } from '../shared/guide/page.ts'
import { pageList } from '../shared/guide/page-list.ts'
import { readPage } from '../shared/guide/read-page.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const moduleId = 'virtual:guide'

/** All pages, in their order. @throws Error for a page that is missing, or has what the guide does not show */
export function readGuide(): readonly GuidePage[] {
  return pageList.map((one) => readPage(one, readFileSync(path.join(root, one.file), 'utf8')))
}

/** Gives `virtual:guide`: the pages. */
export function guidePlugin(): Plugin {
  return {
    name: 'blockscope-guide',
    resolveId: (id) => (id === moduleId ? `\0${moduleId}` : null),
    load(id) {
      if (id !== `\0${moduleId}`) return null
      for (const { file } of pageList) this.addWatchFile(path.join(root, file))
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(readGuide()))})`
    },
  }
}
