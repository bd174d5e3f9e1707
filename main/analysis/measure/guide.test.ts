// The measurement in README.md works: it is taken from the page, put into a copy of the product, and
// measures a signal. The analysis thread of the product is built and linked: it knows the kind after a build.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from '#main/testing/guide.ts'
import { copyProduct, root } from '#main/testing/product-copy.ts'

const guide = readGuide(readFileSync(new URL('README.md', import.meta.url), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['main', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the measurement in the guide', () => {
  it('touches as many existing files as the page says, and at most three', () => {
    expect(wrongCounts(guide, root, 3)).toEqual([])
  })

  it('is measured of a stream, once and all the time', async () => {
    const fromCopy = <T>(file: string): Promise<T> => import(path.join(copy, file)) as Promise<T>
    const { AnalysisRig } = await fromCopy<typeof import('../testing/analysis-rig.ts')>(
      'main/analysis/testing/analysis-rig.ts',
    )
    const { sampled, sine } = await fromCopy<typeof import('../testing/signals.ts')>('main/analysis/testing/signals.ts')
    const scale = { scanIndex: 0, voltsPerCode: 1e-4, offsetCodes: 0 }
    const rig = await AnalysisRig.start()
    try {
      rig.host.measuring.set([{ name: 'midRange' as never, of: scale, to: null }])
      rig.pushCodes(sampled(sine(1e3, 0.25, 0.125), { samples: 40_000 }).codes)
      const [newest] = await rig.host.measuring.newest([scale], 0)
      expect(newest?.values).toMatchObject({ max: 0.375, min: -0.125, midRange: 0.125 })
      const [row] = await rig.host.measuring.figures()
      expect(row).toMatchObject({ reason: null, figures: { mean: 0.125 } })
    } finally {
      await rig.host.stop()
    }
  })
})
