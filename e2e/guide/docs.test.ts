// The static pages: each link and each picture leads to a file beside them, or to a section of one.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pageList } from '#shared/guide/page-list.ts'
import { buildDocs } from './docs.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-docs-'))
  buildDocs(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8')

it('has every page, and begins with the first', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.html'))
  expect(files.toSorted()).toEqual([...pageList.map(({ id }) => `${id}.html`), 'index.html'].toSorted())
  expect(read('index.html')).toContain('<h1 id="first-trace-in-a-minute">First trace in a minute</h1>')
})

it('has no dead link and no missing picture', () => {
  const dead = readdirSync(folder).flatMap((file) => {
    if (!file.endsWith('.html')) return []
    return [...read(file).matchAll(/(?:href|src)="([^"]+)"/g)].flatMap(([, to = '']) => {
      const [target = '', section] = to.split('#')
      if (!existsSync(path.join(folder, target))) return [`${file}: ${to}`]
      return section === undefined || read(target).includes(`id="${section}"`) ? [] : [`${file}: ${to}`]
    })
  })
  expect(dead).toEqual([])
  expect(readdirSync(path.join(folder, 'pictures')).length).toBeGreaterThan(3)
})

it('needs nothing from elsewhere, and runs nothing', () => {
  for (const { id } of pageList) expect(read(`${id}.html`)).not.toMatch(/<script|https?:\/\/(?!docs\.kernel)/)
})

it('shows signs of HTML as they are', () => {
  expect(read('kinds.html')).toContain('<code>&lt;</code>')
})
