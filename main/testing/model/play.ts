// Plays long random sequences on the real code and on a model of it, side by side: with failures as commands among the
// others, and once more with each single thing that can fail failing, one after the other. The seed is printed, and
// BLOCKSCOPE_SEED=n plays it again; a failure prints the shrunk sequence.
import fc from 'fast-check'
import { expect } from 'vitest'
import type { FaultInjector, FaultPoint } from '#main/testing/index.ts'

/** The real code and its model. */
export interface World<Step> {
  /** Failures of the real code, and the same as the model expects to pass them. */
  readonly faults: FaultInjector
  readonly expected: FaultInjector
  /** Does `step` on both. Throws where they disagree. */
  play(step: Step): Promise<void>
  /** Throws where they disagree now. */
  check(): void | Promise<void>
  /** The device goes away. Throws when anything is left. */
  end(): Promise<void>
}

export interface Play<Step> {
  readonly name: string
  readonly step: fc.Arbitrary<Step>
  begin(): Promise<World<Step>>
}

/** Steps that order a failure; part of every model. */
export const faultKinds = ['fail alloc', 'fail prepare', 'fail submit'] as const
export type FaultKind = (typeof faultKinds)[number]

export function isFault(kind: string): kind is FaultKind {
  return kind.startsWith('fail ')
}

/** The next one to three allocations, preparations or submits fail, in the real code and in the model. */
export function orderFault(world: World<never>, kind: FaultKind, number: number): void {
  const point = kind.slice('fail '.length) as FaultPoint
  for (const injector of [world.faults, world.expected]) injector.failNext(point, 1 + (number % 3))
}

function seedFor(name: string): number {
  const seed = Number(process.env.BLOCKSCOPE_SEED ?? Date.now() & 0x7fffffff)
  process.stdout.write(`model ${name}: seed ${seed} (BLOCKSCOPE_SEED=${seed} plays it again)\n`)
  return seed
}

async function playAll<Step>(world: World<Step>, steps: readonly Step[]): Promise<void> {
  let seen = 0
  for (const step of steps) {
    await world.play(step)
    await world.check()
    expect(world.expected.passed.slice(seen)).toEqual(world.faults.passed.slice(seen))
    seen = world.faults.passed.length
  }
  await world.end()
}

function sequences<Step>(play: Play<Step>, most: number): fc.Arbitrary<Step[]> {
  return fc.array(play.step, { maxLength: most, size: 'max' })
}

/** So many sequences of up to so many steps. */
export async function playAtRandom<Step>(play: Play<Step>, runs: number, mostSteps: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(sequences(play, mostSteps), async (sequence) => playAll(await play.begin(), sequence)),
    { numRuns: runs, seed: seedFor(play.name) },
  )
}

/** So many sequences; each is played through as often as there are places in it that can fail, with one failing. */
export async function playWithEachFailure<Step>(play: Play<Step>, runs: number, mostSteps: number): Promise<void> {
  let failures = 0
  await fc.assert(
    fc.asyncProperty(sequences(play, mostSteps), async (sequence) => {
      const first = await play.begin()
      const begin = first.faults.passed.length
      await playAll(first, sequence)
      for (let n = begin; n < first.faults.passed.length; n++, failures++) {
        const world = await play.begin()
        for (const injector of [world.faults, world.expected]) injector.failAt(n)
        await playAll(world, sequence)
        expect(world.faults.passed[n]).toMatch(/!$/)
      }
    }),
    { numRuns: runs, seed: seedFor(`${play.name}, each failure`) },
  )
  expect(failures).toBeGreaterThan(0)
}
