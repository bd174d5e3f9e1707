// Scans of one form cut to fewer channels: where the elements come from, and where they go.
import type { ScanMask } from '#main/iio/index.ts'
import type { PlacedElement, ScanLayout } from '#shared/iio/index.ts'

interface Piece {
  readonly from: number
  readonly to: number
  readonly bytes: number
}

export interface ScanCut {
  /** Bytes per scan, before and after. */
  readonly fromBytes: number
  readonly toBytes: number
  /** Null: scans pass as they are. */
  readonly pieces: readonly Piece[] | null
}

const timestampBytes = 8

/** The cut from the form `from` to that of `own`, whose elements are among those of `from`; null: they are not. */
export function planCut(from: ScanLayout, own: ScanLayout): ScanCut | null {
  const places = new Map(from.elements.map((element) => [element.scanIndex, element]))
  const pieces: Piece[] = []
  const add = (source: number, to: number, bytes: number): void => {
    const last = pieces.at(-1)
    const joins = last !== undefined && last.from + last.bytes === source && last.to + last.bytes === to
    if (joins) pieces[pieces.length - 1] = { ...last, bytes: last.bytes + bytes }
    else pieces.push({ from: source, to, bytes })
  }
  for (const { scanIndex, offset, bytes } of own.elements) {
    const source: PlacedElement | undefined = places.get(scanIndex)
    if (source === undefined) return null
    add(source.offset, offset, bytes)
  }
  if (own.timestampOffset !== null) {
    if (from.timestampOffset === null) return null
    add(from.timestampOffset, own.timestampOffset, timestampBytes)
  }
  const isSame = from.bytes === own.bytes && from.elements.length === own.elements.length
  const hasSameTimestamp = from.timestampOffset === own.timestampOffset
  return { fromBytes: from.bytes, toBytes: own.bytes, pieces: isSame && hasSameTimestamp ? null : pieces }
}

/** Whether a device that captures `has` also captures what is wanted. */
export function coversMask(has: { mask: ScanMask; timestamp: boolean }, mask: ScanMask, timestamp: boolean): boolean {
  return (mask & ~has.mask) === 0n && (has.timestamp || !timestamp)
}

/** The scans in `bytes`, cut, in memory of their own. */
export function cutScans({ fromBytes, toBytes, pieces }: ScanCut, bytes: Uint8Array): Uint8Array {
  if (pieces === null) return bytes.slice()
  const scans = bytes.length / fromBytes
  const cut = new Uint8Array(scans * toBytes)
  for (const piece of pieces) {
    if (isOfWords(piece, bytes, fromBytes, toBytes)) copyWords(piece, bytes, cut, fromBytes, toBytes)
    else copyBytes(piece, bytes, cut, fromBytes, toBytes)
  }
  return cut
}

/** One 16-bit element at an even place: most converters. */
function isOfWords({ from, to, bytes }: Piece, source: Uint8Array, fromBytes: number, toBytes: number): boolean {
  return bytes === 2 && ((from | to | fromBytes | toBytes | source.byteOffset) & 1) === 0
}

function copyWords({ from, to }: Piece, source: Uint8Array, target: Uint8Array, fromBytes: number, toBytes: number) {
  const words = new Uint16Array(source.buffer, source.byteOffset, source.length >> 1)
  const cut = new Uint16Array(target.buffer, target.byteOffset, target.length >> 1)
  const [step, cutStep] = [fromBytes >> 1, toBytes >> 1]
  for (let at = from >> 1, cutAt = to >> 1; at < words.length; at += step, cutAt += cutStep) cut[cutAt] = words[at]!
}

function copyBytes(piece: Piece, source: Uint8Array, target: Uint8Array, fromBytes: number, toBytes: number): void {
  const { from, to, bytes } = piece
  for (let at = from, cutAt = to; at < source.length; at += fromBytes, cutAt += toBytes)
    for (let k = 0; k < bytes; k++) target[cutAt + k] = source[at + k]!
}
