// The feature in `renderer/features/README.md` compiles; `renderer/features/guide.test.ts` runs it.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from './guide.ts'
import { copyProduct, pageProblems, root } from './product-copy.ts'

const guide = readGuide(readFileSync(path.join(root, 'renderer/features/README.md'), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['renderer', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the feature in the guide', () => {
  it('touches as many existing files as the page says, and at most two', () => {
    expect(wrongCounts(guide, root, 2)).toEqual([])
  })

  it('compiles', async () => {
    expect(await pageProblems(copy)).toBe('')
  }, 240_000)
})
