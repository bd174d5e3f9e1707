// How long the machine has slept. The monotonic clock of most systems stands still while a laptop is suspended; the time
// since the boot goes on. What is between them is the sleep.
import { uptime } from 'node:os'
import { monotonicMs } from '../clock.ts'

const awakeOffsetMs = uptime() * 1000 - monotonicMs()

/** Milliseconds the machine has slept since this program started. Systems tell it to a hundredth of a second. */
export function sleptMs(): number {
  return uptime() * 1000 - monotonicMs() - awakeOffsetMs
}
