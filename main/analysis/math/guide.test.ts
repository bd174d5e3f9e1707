// The function in README.md works: it is taken from the page, put into a copy of the product, and
// evaluates samples. The page of the product has nothing of its own for any function.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyDiff, applyGuide, readGuide, wrongCounts } from '#main/testing/guide.ts'
import { compileProblems, copyProduct, root } from '#main/testing/product-copy.ts'

const guide = readGuide(readFileSync(new URL('README.md', import.meta.url), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['main', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the function in the guide', () => {
  it('touches as many existing files as the page says, and at most two', () => {
    expect(wrongCounts(guide, root, 2)).toEqual([])
  })

  it('does not compile without its row in the analysis', () => {
    const kinds = 'shared/kinds/functions.ts'
    const other = copyProduct(['main', 'shared'])
    try {
      const change = guide.changes.get(kinds)!
      applyGuide({ newFiles: new Map(), changes: new Map([[kinds, change]]), said: 1 }, root, other)
      expect(applyDiff(readFileSync(path.join(root, kinds), 'utf8'), change)).toContain('larger')
      const problems = compileProblems(other, ['main/analysis/math/evaluator.ts'], /\/math\//)
      expect(problems.join('\n')).toMatch(/larger/)
    } finally {
      rmSync(other, { recursive: true, force: true })
    }
  }, 120_000)

  it('evaluates samples of two channels', async () => {
    const { Evaluator } = (await import(
      path.join(copy, 'main/analysis/math/evaluator.ts')
    )) as typeof import('./evaluator.ts')
    const buffer = new SharedArrayBuffer(4096)
    const codes = new Int16Array(buffer)
    codes.set([100, -100, 7, 8, -32768, -32768, 32767, 0, 5, 5])
    const volts = { unitsPerCode: 0.001, unitsAtZero: 0 }
    const inputs = [
      { scanIndex: 0, ...volts },
      { scanIndex: 1, ...volts, unitsAtZero: -0.05 },
    ]
    const noKernels = { combine: () => expect.unreachable() }
    const settings = { kind: 'larger', a: 'voltage0', b: 'voltage1' }
    const evaluator = new Evaluator({ buffer, kernels: noKernels }, { settings: settings as never, inputs }, [0, 1])
    evaluator.evaluate(0, 5, 2048)
    const values = [...codes.subarray(1024, 1029)].map((code) => code * evaluator.unitsPerCode)
    for (const [k, value] of [0.1, 0.007, -32.768, 32.767, 0.005].entries()) expect(values[k]).toBeCloseTo(value, 2)
  })
})
