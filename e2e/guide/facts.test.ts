// What the guide names is there: keys, settings, options, SCPI headers, pages, files, pictures. What its commands do is tried by
// commands.test.ts, what its steps do by specs/guide.spec.ts.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInstrument, type Instrument } from '#main/instrument/index.ts'
import { type Block, type GuidePage, inlinesOf, plainText } from '#shared/guide/page.ts'
import { pageList } from '#shared/guide/page-list.ts'
import { readGuide } from '../../renderer/guide-plugin.ts'
import { views } from '../screenshots/views.ts'
import { knownOptions } from './reference-pages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = readGuide()
/** Written by hand, for readers; the others are made of tables, or are about code. */
const written = guide.filter(({ id }) =>
  pageList.some((one) => one.id === id && /^[a-z-]+$/.test(id) && one.part !== 'Reference'),
)
const pageOf = (id: string): GuidePage => guide.find((one) => one.id === id)!

const inside = (blocks: readonly Block[]): readonly Block[] =>
  blocks.flatMap((block) => (block.type === 'list' ? [block, ...block.items.flatMap(inside)] : [block]))
const codeOf = ({ blocks }: GuidePage): readonly string[] =>
  inside(blocks).flatMap((block) => (block.type === 'code' ? [block.text] : []))
const spansOf = ({ blocks }: GuidePage): readonly string[] =>
  inlinesOf(blocks).flatMap((one) => (one.type === 'code' ? [one.text] : []))

let instrument: Instrument
beforeAll(async () => {
  instrument = await createInstrument({ front: 'headless', run: false, analysis: false, heapBytes: 64 << 20 })
})
afterAll(() => instrument.close())

const keysOfTable = new Set(
  inlinesOf(pageOf('keys').blocks).flatMap((one) => {
    if (one.type !== 'key') return []
    const row = /^(.+) 1…8$/.exec(one.text) ?? /^(.+ \+ )1…8$/.exec(one.text)
    return row === null ? [one.text] : [1, 2, 3, 4, 5, 6, 7, 8].map((n) => one.text.replace('1…8', String(n)))
  }),
)

/** The mnemonics of a header, each with whether it may be left out. */
const mnemonics = (header: string): readonly { readonly word: string; readonly isOptional: boolean }[] =>
  [...header.matchAll(/(\[?):?([*A-Za-z0-9<>]+)\]?/g)].map(([, open = '', word = '']) => ({
    word,
    isOptional: open === '[',
  }))
const isWord = (known: string, typed: string): boolean => {
  const long = known.replace('<n>', '').toUpperCase()
  const short = known.replace('<n>', '').replace(/[a-z]/g, '').toUpperCase()
  return [long, short].includes(typed.toUpperCase().replace(/\d+$/, known.endsWith('<n>') ? '' : '$&'))
}
function isHeader(known: string, typed: string): boolean {
  const words = typed.split(':').filter(Boolean)
  const rest = mnemonics(known).filter(({ word, isOptional }) => {
    if (words[0] !== undefined && isWord(word, words[0])) {
      words.shift()
      return false
    }
    return !isOptional
  })
  return words.length === 0 && rest.length === 0
}
const headers = inlinesOf(pageOf('scpi').blocks).flatMap((one) =>
  one.type === 'code' && /^[:*]/.test(one.text) ? [one.text.split(/[? ]/)[0]!] : [],
)

describe.each(written.map((page) => [page.id, page] as const))('the page %s', (_, page) => {
  it('names keys that there are', () => {
    const named = inlinesOf(page.blocks).flatMap((one) => (one.type === 'key' ? [one.text] : []))
    expect(named.filter((key) => !keysOfTable.has(key))).toEqual([])
  })

  it('names options that there are', () => {
    const named = [...spansOf(page), ...codeOf(page)].flatMap((text) => text.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? [])
    const ours = named.filter((one) => !['--user'].includes(one))
    expect(ours.filter((one) => !knownOptions.includes(one))).toEqual([])
  })

  it('names settings that there are', () => {
    const leaves = instrument.settings.tree.leaves()
    const roots = new Set([...leaves.keys()].map((one) => one.split('.')[0]!))
    const named = spansOf(page).filter((text) => /^\w+(\.[\w<>]+)+$/.test(text) && roots.has(text.split('.')[0]!))
    const values = codeOf(page).flatMap((text) => text.match(/(?<=(--set |--at \S+:))[a-z]+\.[\w.]+(?==)/g) ?? [])
    expect([...named, ...values].filter((one) => !leaves.has(one))).toEqual([])
  })

  it('names SCPI commands that there are', () => {
    const lines = inside(page.blocks).flatMap((block) =>
      block.type === 'code' && block.words[0] === 'scpi' ? block.text.split(/[\n;]/) : [],
    )
    const named = [...spansOf(page), ...lines].filter((text) => /^[:*][A-Z]/.test(text))
    const unknown = named.filter((text) => !headers.some((one) => isHeader(one, text.split(/[? ]/)[0]!)))
    expect(unknown).toEqual([])
  })

  it('names files and folders of the repository that there are', () => {
    const named = spansOf(page).filter((text) => /^(main|renderer|shared|e2e)\//.test(text))
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  })
})

describe.each(guide.map((page) => [page.id, page] as const))('all links and pictures of %s', (_, page) => {
  it('lead to a page and a section, or to a file', () => {
    const dead = inlinesOf(page.blocks).flatMap((one) => {
      if (one.type !== 'link' || 'url' in one.to) return []
      if ('file' in one.to) return existsSync(path.join(root, one.to.file)) ? [] : [one.to.file]
      const { page: id, section } = one.to
      const sections = guide
        .find((other) => other.id === id)
        ?.blocks.flatMap((b) => (b.type === 'heading' ? [b.id] : []))
      return sections !== undefined && (section === '' || sections.includes(section)) ? [] : [`${id}#${section}`]
    })
    expect(dead).toEqual([])
  })

  it('are taken by the script of the screenshots', () => {
    const names = ['', ...views.map(({ name }) => `${name}-`)]
    const taken = names.flatMap((name) => ['dark', 'light'].map((theme) => `e2e/screenshots/${name}${theme}.png`))
    const pictures = inside(page.blocks).flatMap((block) => (block.type === 'picture' ? [block.file] : []))
    expect(pictures.filter((file) => !taken.includes(file) || !existsSync(path.join(root, file)))).toEqual([])
  })
})

it('knows what is not there: each look above can fail', () => {
  expect(keysOfTable.has('Ctrl + Q')).toBe(false)
  expect([...keysOfTable]).toEqual(expect.arrayContaining(['F1', 'Alt + 2', '−', 'Ctrl + ↓', 'Esc']))
  expect(
    [':TRIGger:LEVel', ':trig:lev', ':SYSTem:ERRor', '*IDN'].map((one) => headers.some((h) => isHeader(h, one))),
  ).toEqual([true, true, true, true])
  expect([':TRIGger:LEVELS', ':TRI:LEV', ':SYSTem'].filter((one) => headers.some((h) => isHeader(h, one)))).toEqual([])
})

it('says every exit code that the program has', () => {
  const text = plainText(inlinesOf(pageOf('scripts').blocks))
  for (const sentence of [
    '0 it is',
    '1 something failed',
    '2 the command line was refused',
    '3 a recording is shorter',
  ])
    expect(text).toContain(sentence)
})

it('is led to by the README', () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  expect(readme).toContain('(shared/guide/pages/first-trace.md)')
})
