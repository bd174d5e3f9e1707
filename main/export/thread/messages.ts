// What the main thread and the thread that encodes say to each other. Answers come in the order of what was asked.
import type { RecordedGap, RecordedSegment } from '#main/capture/index.ts'
import type { WireError } from '#shared/errors.ts'
import type { ExportSettings } from '#shared/kinds/exports.ts'
import type { Capture, Progress } from '../format.ts'
import type { SentPiece } from './shared-pieces.ts'

/** What the file gets next: scans, or what is told between them. @typeParam P how bytes are referred to */
export type Order<P> =
  | { readonly what: 'scans'; readonly bytes: P }
  | { readonly what: 'gap'; readonly gap: RecordedGap }
  | { readonly what: 'segment'; readonly segment: RecordedSegment }

/** What is known of an encoder, once and for all. */
export interface EncoderFacts {
  /** Scans go through untouched. */
  readonly isPlain: boolean
  readonly mostScans: number
  /** `endBytes` of an encoder; 0: the file can do without its end. */
  readonly endBytes: number
}

export type ToEncoder =
  /** The first message, once. */
  | { readonly ask: 'open'; readonly capture: Capture; readonly settings: ExportSettings }
  | { readonly ask: 'head'; readonly progress: Progress }
  | { readonly ask: 'encode'; readonly orders: readonly Order<SentPiece>[] }
  | { readonly ask: 'tail'; readonly progress: Progress }

export type FromEncoder =
  | { readonly answer: 'open'; readonly facts: EncoderFacts }
  /** They stay as they are until two more of those that encode are asked for. */
  | { readonly answer: 'pieces'; readonly pieces: readonly SentPiece[] }
  | { readonly answer: 'failed'; readonly error: WireError }
