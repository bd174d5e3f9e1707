// The measurement in README.md works: it is taken from the page, put into a copy of the product, checked by the compiler, and
// measures a signal of the real instrument.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from '#main/testing/guide.ts'
import { compileProblems, copyProduct, root } from '#main/testing/product-copy.ts'

const guide = readGuide(readFileSync(new URL('README.md', import.meta.url), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['main', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

interface Measured {
  readonly channel: string
  readonly values: Readonly<Record<string, number>>
}
interface InstrumentOfCopy {
  readonly handlers: { measure(): Promise<readonly Measured[]> }
  close(): Promise<void>
}

describe('the measurement in the guide', () => {
  it('touches as many existing files as the page says, and at most three', () => {
    expect(wrongCounts(guide, root, 3)).toEqual([])
  })

  it('compiles', () => {
    expect(compileProblems(copy, ['main/analysis/index.ts', 'main/headless/index.ts'], /\/(measure|kinds)\//)).toEqual(
      [],
    )
  }, 120_000)

  it('is measured of a signal that is captured', async () => {
    const { createInstrument } = (await import(path.join(copy, 'main/instrument/create.ts'))) as {
      createInstrument(options: object): Promise<InstrumentOfCopy>
    }
    const settings = {
      sampling_frequency: '1000000',
      'voltage0/source_amplitude': '0.25',
      'voltage0/source_noise': '0',
    }
    const instrument = await createInstrument({
      front: 'headless',
      historySeconds: 0.1,
      set: Object.entries({ ...settings, 'voltage0/source_frequency': '1000' }).map(([name, value]) => ({
        path: name,
        value,
      })),
    })
    try {
      const measured = async (): Promise<Readonly<Record<string, number>>> =>
        (await instrument.handlers.measure())[0]?.values ?? {}
      await expect.poll(async () => (await measured()).frequency, { timeout: 30_000 }).toBeCloseTo(1000, 0)
      const { peakToPeak, maximum, minimum } = await measured()
      expect(peakToPeak).toBeCloseTo(0.5, 2)
      expect(peakToPeak).toBe(maximum! - minimum!)
    } finally {
      await instrument.close()
    }
  })
})
