// Samples on their way to a thread of a drive: where they lie in shared memory, only the place goes across; others are copied.
import { ownBytes } from '#shared/port/bytes.ts'

export type SentPiece =
  | Uint8Array
  | { readonly memory: SharedArrayBuffer; readonly at: number; readonly length: number }

/** A view of the memory would not arrive: V8 hands over no view of shared memory that may grow. */
export function sentPiece(piece: Uint8Array): SentPiece {
  const { buffer, byteOffset: at, byteLength: length } = piece
  return buffer instanceof SharedArrayBuffer ? { memory: buffer, at, length } : ownBytes(piece)
}

export function takenPiece(sent: SentPiece): Uint8Array {
  return sent instanceof Uint8Array ? sent : new Uint8Array(sent.memory, sent.at, sent.length)
}
