// The examples of all guides compile, the page too: one copy of the product has all of them at once, because compiling is most of what
// trying them costs. Each guide's own test applies its example alone, and runs it.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from '#main/testing/guide.ts'
import { compileProblems, copyProduct, pageProblems, root } from '#main/testing/product-copy.ts'

/** Pages with an example that changes the product. */
const pages = [
  'main/analysis/math/README.md',
  'main/analysis/measure/README.md',
  'main/analysis/trigger/README.md',
  'main/export/README.md',
  'main/files/README.md',
  'renderer/features/README.md',
  'shared/contract/README.md',
] as const

/** What is compiled, with all that it imports. */
const entries = [
  'main/analysis/index.ts',
  'main/cli/help-text.ts',
  'main/export/index.ts',
  'main/files/survey.ts',
  'main/headless/index.ts',
  'main/instrument/create.ts',
  'main/server/main.ts',
  'shared/files/help.ts',
  'shared/testing/fake-instrument.ts',
]

const exampleOf = (page: string): ReturnType<typeof readGuide> => readGuide(readFileSync(path.join(root, page), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['main', 'shared', 'renderer'])
  for (const page of pages) {
    const guide = exampleOf(page)
    // A page without an example would pass whatever it says.
    if (guide.newFiles.size + guide.changes.size === 0) throw new Error(`${page} has no example`)
    applyGuide(guide, copy, copy)
  }
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

it('the product compiles with all of them', { timeout: 300_000 }, () => {
  expect(compileProblems(copy, entries, /\/(main|shared)\//)).toEqual([])
})

it('its page compiles with all of them', { timeout: 300_000 }, async () => {
  expect(await pageProblems(copy)).toBe('')
})

// `renderer/features/guide.test.ts` runs it, and does not see the sources.
it('the feature of the page touches as many existing files as its guide says, and at most two', () => {
  expect(wrongCounts(exampleOf('renderer/features/README.md'), root, 2)).toEqual([])
})
