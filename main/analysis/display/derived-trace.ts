// The math trace in a frame: on the points of the channels, with what its codes stand for.
import { encodeDerived, type FrameSection, firstDerived, sectionKind } from '#shared/frame/sections.ts'
import type { MathPart } from '../math/math-part.ts'
import type { Acquisition } from '../trigger/acquisition.ts'
import type { Geometry } from './frame-geometry.ts'

export class DerivedTrace {
  readonly #math: MathPart
  readonly #columns: number
  readonly #codes: Int16Array

  /** @param memory is used while a frame is made, and free again with it */
  constructor(buffer: SharedArrayBuffer, memory: { readonly columns: number }, math: MathPart) {
    this.#math = math
    this.#columns = memory.columns
    this.#codes = new Int16Array(buffer)
  }

  /** Adds it where there is one. @returns the oldest sample that was read from a block; Infinity when none was */
  addTo(sections: FrameSection[], geometry: Geometry, now: Acquisition): number {
    if (!this.#math.isOn) return Number.POSITIVE_INFINITY
    const { form, first, width, points, from, until } = geometry
    const codes = new Int16Array(form === 'raw' ? points : 2 * points)
    let oldestRead = first
    if (form === 'raw') this.#samples(first, codes)
    else {
      oldestRead = this.#math.read(first, width, points, now.newest, this.#columns)
      codes.set(this.#codes.subarray(this.#columns / 2, this.#columns / 2 + 2 * points))
    }
    const share = form === 'raw' ? 1 : this.#share(from, until, width, now)
    const step = encodeDerived({ unitsPerCode: this.#math.unitsPerCode, share })
    const kind = form === 'raw' ? sectionKind.samples : sectionKind.envelope
    sections.push({ kind, channel: firstDerived, data: new Uint8Array(codes.buffer) })
    sections.push({ kind: sectionKind.derived, channel: firstDerived, data: step })
    return oldestRead
  }

  #samples(first: number, codes: Int16Array): void {
    this.#math.runs.forEachRun(first, first + codes.length, 2, (address, sample, scans) =>
      codes.set(this.#codes.subarray(address / 2, address / 2 + scans), sample - first),
    )
  }

  /** Of the samples that were captured. */
  #share(from: number, until: number, width: number, now: Acquisition): number {
    const lost = now.gaps.missing(from, until)
    const captured = until - from - lost
    if (captured <= 0) return 1
    const leftOut = this.#math.missing(from, until, width) - lost
    return Math.min(1, Math.max(0, 1 - leftOut / captured))
  }
}
