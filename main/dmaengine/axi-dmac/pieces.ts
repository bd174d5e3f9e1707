// Cutting a descriptor into the pieces the hardware takes. Still one descriptor: it completes with its last piece.
import type { DmaSegment } from '../types.ts'

/**
 * Segments longer than the hardware's maximum are split evenly, the size of a piece aligned up.
 * The same array comes back when nothing has to be split.
 */
export function cutSegments(
  segments: readonly DmaSegment[],
  maxPieceBytes: number,
  alignBytes: number,
): readonly DmaSegment[] {
  if (segments.every((segment) => segment.length <= maxPieceBytes)) return segments
  return segments.flatMap((segment) => cutSegment(segment, maxPieceBytes, alignBytes))
}

function cutSegment(segment: DmaSegment, maxPieceBytes: number, alignBytes: number): DmaSegment[] {
  const count = Math.ceil(segment.length / maxPieceBytes)
  const size = Math.ceil(segment.length / count / alignBytes) * alignBytes
  const pieces: DmaSegment[] = []
  for (let offset = 0; offset < segment.length; offset += size)
    pieces.push({ address: segment.address + offset, length: Math.min(size, segment.length - offset) })
  return pieces
}
