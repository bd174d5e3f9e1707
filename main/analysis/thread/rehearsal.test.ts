import { expect, it } from 'vitest'
import { loadKernelModule } from '#main/kernels/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { rehearse } from './rehearsal.ts'

it('a rehearsal draws waveforms of a made-up stream', async () => {
  expect(rehearse(await loadKernelModule(), realClock)).toBeGreaterThan(1000)
})
