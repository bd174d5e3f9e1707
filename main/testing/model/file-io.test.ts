// File-IO mode against its model, in all variants of direction, hardware and alignment.
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { type FileIoStep, type FileIoVariant, fileIoKinds } from './file-io-step.ts'
import { FileIoWorld } from './file-io-world.ts'
import { faultKinds, type Play, playAtRandom, playWithEachFailure } from './play.ts'

function play(name: string, variant: FileIoVariant, withFaults: boolean): Play<FileIoStep> {
  const kinds: readonly FileIoStep['kind'][] = withFaults ? [...fileIoKinds, ...faultKinds] : fileIoKinds
  return {
    name: `file-IO ${name}`,
    step: fc.record({ kind: fc.constantFrom(...kinds), number: fc.nat(10_000) }),
    begin: () => FileIoWorld.begin(variant),
  }
}

describe('model: file-IO mode', () => {
  it.each([
    ['input', { direction: 'in', canTerminate: true, alignBytes: 1 }],
    ['input, aligned', { direction: 'in', canTerminate: true, alignBytes: 8 }],
    ['input that cannot be stopped', { direction: 'in', canTerminate: false, alignBytes: 1 }],
    ['output', { direction: 'out', canTerminate: true, alignBytes: 4 }],
    ['output that cannot be stopped', { direction: 'out', canTerminate: false, alignBytes: 1 }],
  ] as const)(
    '%s: agrees with the queue, whatever fails, and leaks nothing',
    async (name, variant) => {
      await playAtRandom(play(name, variant, false), 40, 200)
      await playAtRandom(play(`${name}, failing`, variant, true), 60, 200)
      await playWithEachFailure(play(name, variant, false), 12, 30)
    },
    120_000,
  )
})
