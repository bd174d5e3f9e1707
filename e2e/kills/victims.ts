// Who is killed, and when: the same order in every run. Everyone is, before anyone is again.
import { seeded } from '#shared/testing/seeded.ts'

export const victims = ['page', 'graphics', 'thread', 'utility', 'main'] as const
/**
 * `page`, `graphics` (the process that draws), `utility` (another process of Chromium) and `main` are killed by SIGKILL; `thread`: the
 * hardware's thread ends as one does that crashes.
 */
export type Victim = (typeof victims)[number]

export interface Kill {
  readonly victim: Victim
  /** Time after everything went well again, ms: any moment will do. */
  readonly afterMs: number
}

/** Up to so long everything goes well between two kills, ms. */
const mostPauseMs = 1200

export function killsOf(count: number, seed: number): readonly Kill[] {
  const next = seeded(seed)
  const order: Victim[] = []
  while (order.length < count) {
    const round = [...victims]
    while (round.length > 0) order.push(...round.splice(Math.floor(next() * round.length), 1))
  }
  return order.slice(0, count).map((victim) => ({ victim, afterMs: Math.round(next() * mostPauseMs) }))
}
