// Blocks as they are below the bandwidth limits of their channels: copies, in memory of this folder, the newest of them. The blocks
// themselves stay what was captured.
import { isLimiting } from '#shared/screen/bandwidth.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxChannels } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { lowPassCoefficients } from './low-pass.ts'

/** A limit that a channel is wanted to have. */
export interface BandwidthLimit {
  readonly scanIndex: number
  readonly hz: number
}

export interface FilteredMemory {
  readonly room: number
  readonly roomBytes: number
  /** f64: five for each channel. */
  readonly states: number
}

/** Of what is kept for looking back; nothing is written there while there is no limit. */
const share = 1 / 4
const mostBytes = 256 << 20
const leastBytes = 64 << 10
const lineBytes = 64
const stateBytes = 64
/** The lowest limit there is, of the rate. */
const leastOfRate = 1e-6

export function claimFiltered(layout: MemoryLayout): FilteredMemory {
  const wanted = Math.max(leastBytes, Math.min(mostBytes, layout.sizes.historyBytes * share))
  const roomBytes = Math.floor(wanted / lineBytes) * lineBytes
  return { room: layout.take(roomBytes), roomBytes, states: layout.take(maxChannels * stateBytes) }
}

interface Placed {
  readonly firstSample: number
  readonly offset: number
  readonly bytes: number
}

/** A channel that is filtered. */
interface Filtered extends BandwidthLimit {
  readonly place: number
  readonly state: Float64Array
}

export class FilteredBlocks {
  readonly #kernels: Pick<AnalysisKernels, 'lowPass' | 'copy'>
  readonly #memory: FilteredMemory
  readonly #buffer: SharedArrayBuffer
  readonly #codes: Int16Array
  #wanted: readonly BandwidthLimit[] = []
  #format: AnalysedFormat | null = null
  #channels: readonly Filtered[] = []
  /** Oldest first. */
  #placed: Placed[] = []
  #head = 0
  /** The sample that follows what was filtered last; -1: none does. */
  #next = -1

  constructor(buffer: SharedArrayBuffer, kernels: Pick<AnalysisKernels, 'lowPass' | 'copy'>, memory: FilteredMemory) {
    this.#buffer = buffer
    this.#kernels = kernels
    this.#memory = memory
    this.#codes = new Int16Array(buffer)
  }

  /** Some channel of the stream has a limit that takes anything away at its rate. */
  get isOn(): boolean {
    return this.#channels.length > 0
  }

  /** The limits in force. */
  get limits(): readonly BandwidthLimit[] {
    return this.#channels
  }

  /** Bytes of blocks there is room for. */
  get roomBytes(): number {
    return this.#memory.roomBytes
  }

  /** The first sample of the oldest block that is there; 0: there is none. */
  get oldest(): number {
    return this.#placed[0]?.firstSample ?? 0
  }

  /** @returns whether other limits are in force than before; what was filtered is of no use then */
  set(wanted: readonly BandwidthLimit[]): boolean {
    const before = this.#told()
    this.#wanted = wanted
    this.#choose()
    return this.#told() !== before
  }

  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#choose()
  }

  /** Forgets what was filtered. */
  clear(): void {
    this.#placed = []
    this.#head = 0
    this.#next = -1
  }

  /** Makes room for a block, of the oldest ones. Its address; null: it is larger than all there is. */
  place(firstSample: number, bytes: number): number | null {
    const { room, roomBytes } = this.#memory
    const taken = Math.ceil(bytes / lineBytes) * lineBytes
    if (taken > roomBytes) return null
    if (this.#head + taken > roomBytes) {
      // What lies behind is the oldest: nothing that came after it may go before it.
      this.#placed = this.#placed.filter(({ offset }) => offset < this.#head)
      this.#head = 0
    }
    const end = this.#head + taken
    const reaches = ({ offset, bytes: length }: Placed): boolean => offset < end && this.#head < offset + length
    while (this.#placed.length > 0 && reaches(this.#placed[0]!)) this.#placed.shift()
    this.#placed.push({ firstSample, offset: this.#head, bytes: taken })
    const address = room + this.#head
    this.#head = end
    return address
  }

  /** Filters scans from `src` to `dst`; those that follow the last ones go on from there, any others begin at their first level. */
  filter(src: number, dst: number, sample: number, scans: number): void {
    const channels = this.#format?.scanIndexes.length ?? 1
    if (this.#channels.length < channels) this.#kernels.copy(dst, src, scans * channels * 2)
    for (const { place, state } of this.#channels) {
      if (sample !== this.#next) state.set([0, this.#codes[src / 2 + place]!], 3)
      this.#kernels.lowPass(src, channels, place, scans, state.byteOffset, dst)
    }
    this.#next = sample + scans
  }

  #choose(): void {
    const { scanIndexes = [], samplingFrequencyHz: rate = 1 } = this.#format ?? {}
    this.#channels = this.#wanted.flatMap(({ scanIndex, hz }) => {
      const place = scanIndexes.indexOf(scanIndex)
      if (place < 0 || !isLimiting(hz, rate)) return []
      // A limit that is lower would be lost in the last digits of what the filter carries on.
      const inForce = Math.max(hz, rate * leastOfRate)
      const state = new Float64Array(this.#buffer, this.#memory.states + place * stateBytes, 5)
      state.set(lowPassCoefficients(inForce, rate))
      return [{ scanIndex, hz: inForce, place, state }]
    })
    this.clear()
  }

  #told(): string {
    return JSON.stringify(this.#channels.map(({ scanIndex, hz }) => [scanIndex, hz]))
  }
}
