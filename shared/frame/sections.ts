// The kinds of sections of a frame, as data: the number that stands for each, and what its bytes must be.
import { fail, say } from '../errors.ts'
import { decodePhosphor } from './phosphor.ts'

export const sectionKind = {
  /** int16 codes, one per scan. */
  samples: 1,
  /** int16 pairs min, max per column; an empty column is (32767, -32768). */
  envelope: 2,
  /** A persistence map: see phosphor.ts. It lies on axes of its own. */
  persistence: 3,
  /** float64 triples: first missing sample index, count, 0. */
  gaps: 4,
} as const
export type SectionKind = (typeof sectionKind)[keyof typeof sectionKind]

export interface FrameSection {
  readonly kind: SectionKind
  /** Channel's scan index; 0 for sections of the whole frame. */
  readonly channel: number
  /** View on the frame's bytes. */
  readonly data: Uint8Array
}

interface SectionRule {
  /** Bytes per point of the frame; null: as many as there are. */
  readonly bytesPerPoint: number | null
  /** @throws EBADMSG for data that are not whole and consistent */
  readonly check?: (data: Uint8Array) => unknown
}

const rules: { readonly [K in SectionKind]: SectionRule } = {
  [sectionKind.samples]: { bytesPerPoint: 2 },
  [sectionKind.envelope]: { bytesPerPoint: 4 },
  [sectionKind.persistence]: { bytesPerPoint: null, check: decodePhosphor },
  [sectionKind.gaps]: { bytesPerPoint: null },
}

export function isSectionKind(kind: number): kind is SectionKind {
  return Object.hasOwn(rules, kind)
}

/** @throws EBADMSG when the bytes of a section cannot be those of its kind */
export function checkSection(kind: SectionKind, data: Uint8Array, at: { section: number; points: number }): void {
  const { bytesPerPoint, check } = rules[kind]
  if (bytesPerPoint !== null && data.byteLength !== bytesPerPoint * at.points)
    fail(
      'EBADMSG',
      say`frame section ${at.section} has ${data.byteLength} bytes where ${bytesPerPoint * at.points} belong`,
    )
  check?.(data)
}

/** A section's data as int16, copied only when it is not aligned. */
export function sectionInt16({ data }: Pick<FrameSection, 'data'>): Int16Array {
  if (data.byteOffset % 2 === 0) return new Int16Array(data.buffer, data.byteOffset, data.byteLength >> 1)
  return new Int16Array(data.slice().buffer)
}
