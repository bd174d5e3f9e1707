import { expect, it } from 'vitest'
import { benchKernels } from './kernels.ts'

it('each row of the kernels runs, whatever was measured in the same memory before it', async () => {
  const figures = await benchKernels({ memcpy: 1e10, options: { seconds: null, plot: null }, isTrial: true })
  expect(figures.length).toBeGreaterThan(30)
  for (const { name, value } of figures) expect(value, name).toBeGreaterThan(0)
}, 120_000)
