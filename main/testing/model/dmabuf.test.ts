// Shared buffers against their model, in all variants of direction, hardware and alignment.
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { type DmabufStep, type DmabufVariant, DmabufWorld, dmabufKinds } from './dmabuf-world.ts'
import { faultKinds, type Play, playAtRandom, playWithEachFailure } from './play.ts'

function play(name: string, variant: DmabufVariant, withFaults: boolean): Play<DmabufStep> {
  const kinds: readonly DmabufStep['kind'][] = withFaults ? [...dmabufKinds, ...faultKinds] : dmabufKinds
  return {
    name: `shared buffers, ${name}`,
    step: fc.record({ kind: fc.constantFrom(...kinds), number: fc.nat(10_000) }),
    begin: () => DmabufWorld.begin(variant),
  }
}

describe('model: shared buffers', () => {
  it.each([
    ['input', { direction: 'in', canTerminate: true, alignBytes: 1 }],
    ['input that cannot be stopped, aligned', { direction: 'in', canTerminate: false, alignBytes: 16 }],
    ['output', { direction: 'out', canTerminate: true, alignBytes: 8 }],
    ['output that cannot be stopped', { direction: 'out', canTerminate: false, alignBytes: 1 }],
  ] as const)(
    '%s: every fence says once what became of its transfer, whatever fails',
    async (name, variant) => {
      await playAtRandom(play(name, variant, false), 60, 150)
      await playAtRandom(play(`${name}, failing`, variant, true), 80, 150)
      await playWithEachFailure(play(name, variant, false), 20, 100)
    },
    120_000,
  )
})
