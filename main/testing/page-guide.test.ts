// The feature in `renderer/features/README.md` compiles; `renderer/features/guide.test.ts` runs it.
import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from './guide.ts'
import { copyProduct, root } from './product-copy.ts'

const guide = readGuide(readFileSync(path.join(root, 'renderer/features/README.md'), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['renderer', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** What the compiler says of the copied page; empty when nothing is wrong. */
async function problems(): Promise<string> {
  const compiler = path.join(root, 'node_modules/vue-tsc/bin/vue-tsc.js')
  const words = [compiler, '-b', path.join(copy, 'renderer')]
  try {
    await promisify(execFile)(process.execPath, words, { cwd: copy })
    return ''
  } catch (thrown) {
    return (thrown as { stdout: string }).stdout
  }
}

describe('the feature in the guide', () => {
  it('touches as many existing files as the page says, and at most two', () => {
    expect(wrongCounts(guide, root, 2)).toEqual([])
  })

  it('compiles', async () => {
    expect(await problems()).toBe('')
  }, 240_000)
})
