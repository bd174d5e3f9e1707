// What a test waits for comes at once where the machine is free, and late where it is not: Vitest's own second is none for a busy one.
import { vi } from 'vitest'

/** How long a condition may take to come before a test fails. ms. */
export const patienceMs = 30_000

const { waitFor } = vi

/** `vi.waitFor` with that patience, unless a test has its own. */
vi.waitFor = (check, options) =>
  waitFor(check, typeof options === 'number' ? options : { timeout: patienceMs, ...options })
