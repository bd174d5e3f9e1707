// Block mode against its model, in all variants of direction, hardware and alignment.
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { type BlockStep, type BlockVariant, BlockWorld, blockKinds } from './block-world.ts'
import { faultKinds, type Play, playAtRandom, playWithEachFailure } from './play.ts'

function play(name: string, variant: BlockVariant, withFaults: boolean): Play<BlockStep> {
  const kinds: readonly BlockStep['kind'][] = withFaults ? [...blockKinds, ...faultKinds] : blockKinds
  return {
    name: `block mode, ${name}`,
    step: fc.record({ kind: fc.constantFrom(...kinds), number: fc.nat(10_000) }),
    begin: () => BlockWorld.begin(variant),
  }
}

describe('model: block mode', () => {
  it.each([
    ['input', { direction: 'in', canTerminate: true, alignBytes: 1, reuse: false }],
    ['input, aligned', { direction: 'in', canTerminate: true, alignBytes: 16, reuse: false }],
    ['input that cannot be stopped', { direction: 'in', canTerminate: false, alignBytes: 1, reuse: false }],
    ['output', { direction: 'out', canTerminate: true, alignBytes: 8, reuse: false }],
    ['input, descriptors used again', { direction: 'in', canTerminate: true, alignBytes: 16, reuse: true }],
    ['output, descriptors used again', { direction: 'out', canTerminate: true, alignBytes: 8, reuse: true }],
    ['output that cannot be stopped', { direction: 'out', canTerminate: false, alignBytes: 1, reuse: false }],
  ] as const)(
    '%s: agrees with the queue, whatever fails, and leaks nothing',
    async (name, variant) => {
      await playAtRandom(play(name, variant, false), 100, 200)
      await playAtRandom(play(`${name}, failing`, variant, true), 120, 200)
      await playWithEachFailure(play(name, variant, false), 25, 40)
    },
    120_000,
  )
})
