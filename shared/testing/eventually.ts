// Waiting in tests: for a condition, never for a time.
import { vi } from 'vitest'

/** Resolves once `check` no longer throws. Patient, because a test may run on a busy machine. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000, interval: 5 })
}
