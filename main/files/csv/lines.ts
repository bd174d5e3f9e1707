// The lines of a piece of a text file.
import { headBytes, type TextFile } from './encoding.ts'

export interface Line {
  /** Of the file; the first is 1. Within a piece from the middle it counts from 1 there. */
  readonly number: number
  /** Where it begins in the text, and where it ends, without its line break. */
  readonly from: number
  readonly to: number
  readonly text: string
  /** It has no line break: the piece, or the file, ends in it. */
  readonly isOpen: boolean
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/** The lines from `offset` on, as many as a head's bytes hold. LF, CRLF and CR end a line. */
export function readLines(text: TextFile, offset: number, bytes = headBytes): Line[] {
  const piece = new Uint8Array(Math.max(0, Math.min(bytes, text.length - offset)))
  const got = text.read(offset, piece)
  // Where each byte is a character, one piece of text serves all lines.
  const isWide = text.encoding.startsWith('UTF-16')
  const isPlain = isWide || piece.every((byte) => byte < 0x80)
  const whole = isPlain ? (isWide ? text.textOf(offset, offset + got) : text.cellText(piece)) : ''
  const textOf = (from: number, to: number): string =>
    isPlain ? whole.slice(from, to) : text.cellText(piece.subarray(from, to))
  const lines: Line[] = []
  for (let from = 0; from < got; ) {
    let to = from
    while (to < got && piece[to] !== lineFeed && piece[to] !== carriageReturn) to++
    const line = { number: lines.length + 1, from: offset + from, to: offset + to }
    lines.push({ ...line, text: textOf(from, to), isOpen: to === got })
    from = to + (piece[to] === carriageReturn && piece[to + 1] === lineFeed ? 2 : 1)
  }
  return lines
}
