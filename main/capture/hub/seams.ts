// The newest places on the time axis where something changed or is missing.
import type { Seam } from '#shared/contract/topics/seams.ts'

export const maxSeams = 50

export class SeamRing {
  #seams: Seam[] = []
  #revision = 0

  /** Oldest first; a new array after each change. */
  get all(): readonly Seam[] {
    return this.#seams
  }

  get revision(): number {
    return this.#revision
  }

  /** The wall clock was set forward by so much. */
  clockSet(byMs: number): void {
    this.#seams = this.#seams.map((seam) => ({ ...seam, atUnixMs: seam.atUnixMs + byMs }))
    this.#revision++
  }

  add(seam: Seam): void {
    this.#seams = [...this.#seams.slice(this.#seams.length < maxSeams ? 0 : 1), seam]
    this.#revision++
  }
}
