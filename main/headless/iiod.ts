// What the status line says of programs that use libiio.
import type { IiodServer } from '#main/iiod/index.ts'
import type { Clock } from '#main/runtime/clock.ts'

/** Tells how many clients there are, and how fast they were sent something since it was asked last. */
export class IiodStatus {
  readonly #server: IiodServer
  readonly #clock: Clock
  #bytes = 0
  #atMs: number

  constructor(server: IiodServer, clock: Clock) {
    this.#server = server
    this.#clock = clock
    this.#atMs = clock.nowMs()
  }

  /** `iiod 2 connections, 380 MiB/s`. */
  take(): string {
    const { clients, sentBytes } = this.#server
    const nowMs = this.#clock.nowMs()
    const perSecond = ((sentBytes - this.#bytes) / Math.max(nowMs - this.#atMs, 1)) * 1e3
    this.#bytes = sentBytes
    this.#atMs = nowMs
    const skipped = clients.reduce((sum, { skippedScans }) => sum + skippedScans, 0)
    const many = clients.length === 1 ? '1 connection' : `${clients.length} connections`
    const missing = skipped === 0 ? '' : `, ${skipped} scans skipped`
    return `iiod ${many}, ${(perSecond / 2 ** 20).toFixed(1)} MiB/s${missing}`
  }
}
