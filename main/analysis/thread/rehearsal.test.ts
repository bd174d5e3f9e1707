import { expect, it } from 'vitest'
import { loadKernelModule } from '#main/kernels/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { rehearse } from './rehearsal.ts'

it('a rehearsal draws waveforms of a made-up stream', async () => {
  expect(rehearse(await loadKernelModule(), realClock, () => false)).toBeGreaterThan(1000)
})

it('a rehearsal ends as soon as the thread is needed: a stream that is there does not wait for it', async () => {
  const kernels = await loadKernelModule()
  let asked = 0
  rehearse(kernels, realClock, () => ++asked === 3)
  expect(asked).toBe(3)
  expect(rehearse(kernels, realClock, () => true)).toBe(0)
})
