import { expect, it } from 'vitest'
import { errnoOf } from '#shared/errors.ts'
import { createInstrument } from './create.ts'

it('captures without an analysis, and has nothing to show', async () => {
  const instrument = await createInstrument({
    front: 'headless',
    analysis: false,
    historySeconds: 0.1,
    set: [{ path: 'sampling_frequency', value: '1000000' }],
  })
  try {
    const { hub, stack } = instrument.parts
    while (hub.blocks < 5) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(hub.lostSamples).toBe(0)
    expect(stack.heap.allocatedBytes).toBeLessThan(32 << 20)
    let refusal: unknown = null
    try {
      instrument.openViewer()
    } catch (thrown) {
      refusal = thrown
    }
    expect(errnoOf(refusal)).toBe('ENOSYS')
  } finally {
    await instrument.close()
  }
})
