// Scans of any type into interleaved signed 16-bit codes, one channel after the other. Every element of up to 32 bits goes
// the same way: shifted to the left until its highest real bit is bit 31, without the bits below the real ones, the sign of
// an unsigned one turned, and shifted to the right by 16. So the upper 16 real bits stay.
import { decodeElement, parseScanType, type ScanType } from '#shared/iio/index.ts'
import type { StreamFormat } from '../tap.ts'

/** Where the elements of one channel are, and where their codes go. */
interface Way {
  readonly type: ScanType
  readonly offsetBytes: number
  readonly place: number
}

/** Bytes with scans, and codes to be filled. */
interface Batch {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly scans: number
  readonly bytesPerScan: number
  readonly codes: Int16Array
  readonly channels: number
}

type Loop = (batch: Batch, way: Way) => void

const wordBits = 32

/** How far the word of an element is shifted to the left, which bits are real then, and what turns the sign. */
function alignment({ realbits, shift, sign }: ScanType) {
  return { left: wordBits - realbits - shift, real: -1 << (wordBits - realbits), flip: sign === 'u' ? 0x80000000 : 0 }
}

const bytes1: Loop = ({ view, scans, bytesPerScan, codes, channels }, { type, offsetBytes, place }) => {
  const { left, real, flip } = alignment(type)
  for (let scan = 0, at = offsetBytes, to = place; scan < scans; scan++, at += bytesPerScan, to += channels)
    codes[to] = (((view.getUint8(at) << left) & real) ^ flip) >> 16
}

const bytes2: Loop = ({ view, scans, bytesPerScan, codes, channels }, { type, offsetBytes, place }) => {
  const { left, real, flip } = alignment(type)
  const isLittle = type.endian === 'le'
  for (let scan = 0, at = offsetBytes, to = place; scan < scans; scan++, at += bytesPerScan, to += channels)
    codes[to] = (((view.getUint16(at, isLittle) << left) & real) ^ flip) >> 16
}

const bytes3: Loop = ({ view, scans, bytesPerScan, codes, channels }, { type, offsetBytes, place }) => {
  const { left, real, flip } = alignment(type)
  const isLittle = type.endian === 'le'
  // The byte that stands alone, and the two beside it.
  const [single, pair] = isLittle ? [2, 0] : [0, 1]
  for (let scan = 0, at = offsetBytes, to = place; scan < scans; scan++, at += bytesPerScan, to += channels) {
    const word = (view.getUint8(at + single) << 16) | view.getUint16(at + pair, isLittle)
    codes[to] = (((word << left) & real) ^ flip) >> 16
  }
}

const bytes4: Loop = ({ view, scans, bytesPerScan, codes, channels }, { type, offsetBytes, place }) => {
  const { left, real, flip } = alignment(type)
  const isLittle = type.endian === 'le'
  for (let scan = 0, at = offsetBytes, to = place; scan < scans; scan++, at += bytesPerScan, to += channels)
    codes[to] = (((view.getInt32(at, isLittle) << left) & real) ^ flip) >> 16
}

/** Elements of more than 32 bits: rare, and exact whatever they are. */
const wide: Loop = ({ bytes, scans, bytesPerScan, codes, channels }, { type, offsetBytes, place }) => {
  const { realbits, sign } = type
  const middle = sign === 'u' ? 1n << BigInt(realbits - 1) : 0n
  for (let scan = 0; scan < scans; scan++) {
    const raw = BigInt(decodeElement(bytes, scan * bytesPerScan + offsetBytes, type)[0]!) - middle
    const code = realbits >= 16 ? raw >> BigInt(realbits - 16) : raw << BigInt(16 - realbits)
    codes[scan * channels + place] = Number(code)
  }
}

const loops: readonly (Loop | undefined)[] = [undefined, bytes1, bytes2, bytes3, bytes4]

export class ScanConverter {
  readonly #bytesPerScan: number
  readonly #ways: readonly (Way & { readonly loop: Loop })[]

  /** @throws EINVAL for a scan type that is none */
  constructor({ channels, bytesPerScan }: Pick<StreamFormat, 'channels' | 'bytesPerScan'>) {
    this.#bytesPerScan = bytesPerScan
    this.#ways = channels.map(({ scanType, offsetBytes }, place) => {
      const type = parseScanType(scanType)
      return { type, offsetBytes, place, loop: loops[type.storagebits / 8] ?? wide }
    })
  }

  /** Bytes of the codes of one scan. */
  get codeBytes(): number {
    return 2 * this.#ways.length
  }

  /**
   * Writes the codes of `scans` scans of `bytes`. Of an element that repeats the first value is taken.
   * @param codes room for a code of each channel of each scan
   */
  convert(bytes: Uint8Array, scans: number, codes: Int16Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const bytesPerScan = this.#bytesPerScan
    const batch: Batch = { bytes, view, scans, bytesPerScan, codes, channels: this.#ways.length }
    for (const way of this.#ways) way.loop(batch, way)
  }
}
