// The kinds of sections of a frame, as data: the number that stands for each, and what its bytes must be.
import { fail, say } from '../errors.ts'
import { checkAcquiredValues, decodeAcquired } from './acquired.ts'
import { decodeMark } from './measured.ts'
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
  /** Of a derived trace: float64 pair, what a code stands for in its unit, and the share of the samples it is made from. */
  derived: 5,
  /** Values that an acquisition mode draws in the place of a channel's samples: see acquired.ts. */
  acquired: 6,
  /** Of the whole frame: what those values are, or why there are none. */
  acquisition: 7,
  /** Of a channel: where on it the measurement was taken that the view asked for. See measured.ts. */
  measured: 8,
  /** Of the whole frame: a longer stretch of the same record, as a frame of its own. See overview.ts. */
  overview: 9,
  /** Of a channel under a bandwidth limit: float64 pair, the limit in hertz, and the share of the samples that were filtered. */
  limited: 10,
} as const
export type SectionKind = (typeof sectionKind)[keyof typeof sectionKind]

/** Derived traces have numbers from this one on, behind those of the channels. */
export const firstDerived = 16

export interface FrameSection {
  readonly kind: SectionKind
  /** Channel's scan index, or the number of a derived trace; 0 for sections of the whole frame. */
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
  [sectionKind.derived]: { bytesPerPoint: null, check: decodeDerived },
  [sectionKind.acquired]: { bytesPerPoint: null, check: checkAcquiredValues },
  [sectionKind.acquisition]: { bytesPerPoint: null, check: decodeAcquired },
  [sectionKind.limited]: { bytesPerPoint: null, check: decodeLimited },
  [sectionKind.measured]: { bytesPerPoint: null, check: decodeMark },
  // What is in it is checked as the frame it is, by who reads frames.
  [sectionKind.overview]: { bytesPerPoint: null },
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
      say`Section ${at.section} of a frame has ${data.byteLength} bytes where ${bytesPerPoint * at.points} belong.`,
    )
  check?.(data)
}

/** What a section of kind `derived` says. */
export interface Derived {
  /** In the unit of its function; code 0 is 0. */
  readonly unitsPerCode: number
  /** 1: every sample of the frame went into it. */
  readonly share: number
}

export function encodeDerived({ unitsPerCode, share }: Derived): Uint8Array {
  return new Uint8Array(Float64Array.of(unitsPerCode, share).buffer)
}

/** @throws EBADMSG when the bytes are no two numbers that make sense */
export function decodeDerived(data: Uint8Array): Derived {
  if (data.byteLength !== 16) fail('EBADMSG', say`A derived trace is described by 16 bytes, not by ${data.byteLength}.`)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const [unitsPerCode, share] = [view.getFloat64(0, true), view.getFloat64(8, true)]
  if (!(unitsPerCode > 0 && Number.isFinite(unitsPerCode)) || !(share >= 0 && share <= 1))
    fail('EBADMSG', say`A derived trace has no step of ${unitsPerCode} and share of ${share}.`)
  return { unitsPerCode, share }
}

/** What a section of kind `limited` says. */
export interface Limited {
  readonly hz: number
  /** Of the captured samples of the frame those that were filtered in time; the others are not drawn. */
  readonly share: number
}

export function encodeLimited({ hz, share }: Limited): Uint8Array {
  return new Uint8Array(Float64Array.of(hz, share).buffer)
}

/** @throws EBADMSG when the bytes are no two numbers that make sense */
export function decodeLimited(data: Uint8Array): Limited {
  if (data.byteLength !== 16)
    fail('EBADMSG', say`A bandwidth limit is described by 16 bytes, not by ${data.byteLength}.`)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const [hz, share] = [view.getFloat64(0, true), view.getFloat64(8, true)]
  if (!(hz > 0 && Number.isFinite(hz)) || !(share >= 0 && share <= 1))
    fail('EBADMSG', say`There is no bandwidth limit of ${hz} and share of ${share}.`)
  return { hz, share }
}

/** A section's data as int16, copied only when it is not aligned. */
export function sectionInt16({ data }: Pick<FrameSection, 'data'>): Int16Array {
  if (data.byteOffset % 2 === 0) return new Int16Array(data.buffer, data.byteOffset, data.byteLength >> 1)
  return new Int16Array(data.slice().buffer)
}
