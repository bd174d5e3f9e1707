// Bytes of interleaved samples, in pieces of any length, into scans of a ring. Waits while the ring is full: so the writer
// waits, and nothing is dropped.
import { FrameDecoder, type SampleForm } from '#main/files/index.ts'
import type { SampleRing } from './sample-ring.ts'

export interface FrameLayout {
  /** Of each channel. */
  readonly forms: readonly SampleForm[]
  /** Bytes of one sample of all channels. */
  readonly frameBytes: number
  /** Where in a frame each channel is. */
  readonly places: readonly number[]
  /** Factor from the values to what is converted. */
  readonly scale: number
}

/** Frames that are decoded at a time. */
const framesAtOnce = 16_384
/** How long a full ring is left alone before it is looked at again, ms: first, and at most. */
const leastWaitMs = 1
const mostWaitMs = 16

export class RingFiller {
  /** Since when the ring has been full (performance.now()); null: it is not. */
  heldSinceMs: number | null = null
  scans = 0
  readonly #ring: SampleRing
  readonly #layout: FrameLayout
  readonly #decoders: readonly FrameDecoder[]
  readonly #isPlain: boolean
  /** Bytes of a frame that has not come whole. */
  readonly #rest: Uint8Array
  #restBytes = 0
  readonly #one = new Int16Array(framesAtOnce)

  constructor(ring: SampleRing, layout: FrameLayout) {
    this.#ring = ring
    this.#layout = layout
    this.#decoders = layout.forms.map((form) => new FrameDecoder(form, layout.scale))
    this.#rest = new Uint8Array(layout.frameBytes)
    this.#isPlain = isPlain(layout)
  }

  get clipped(): number {
    return this.#decoders.reduce((sum, decoder) => sum + decoder.clipped, 0)
  }

  get invalid(): number {
    return this.#decoders.reduce((sum, decoder) => sum + decoder.invalid, 0)
  }

  /** Takes all of `bytes`. */
  async take(bytes: Uint8Array): Promise<void> {
    const { frameBytes } = this.#layout
    let at = 0
    if (this.#restBytes > 0) {
      at = Math.min(frameBytes - this.#restBytes, bytes.length)
      this.#rest.set(bytes.subarray(0, at), this.#restBytes)
      this.#restBytes += at
      if (this.#restBytes < frameBytes) return
      this.#restBytes = 0
      await this.#frames(this.#rest)
    }
    const whole = bytes.length - ((bytes.length - at) % frameBytes)
    if (whole > at) await this.#frames(bytes.subarray(at, whole))
    this.#rest.set(bytes.subarray(whole))
    this.#restBytes = bytes.length - whole
  }

  /** The writer has ended: what is no whole scan is left out. Returns its bytes. */
  end(): number {
    const left = this.#restBytes
    this.#restBytes = 0
    return left
  }

  async #frames(bytes: Uint8Array): Promise<void> {
    const { frameBytes } = this.#layout
    for (let at = 0; at < bytes.length; ) {
      const space = await this.#space()
      const frames = Math.min(space.length / this.#ring.channels, (bytes.length - at) / frameBytes, framesAtOnce * 4)
      const count = this.#isPlain ? frames : Math.min(frames, framesAtOnce)
      this.#decode(bytes.subarray(at, at + count * frameBytes), space, count)
      this.#ring.commit(count)
      this.scans += count
      at += count * frameBytes
    }
  }

  #decode(frames: Uint8Array, space: Int16Array, count: number): void {
    const { frameBytes, places } = this.#layout
    const channels = places.length
    if (this.#isPlain) {
      new Uint8Array(space.buffer, space.byteOffset, frames.length).set(frames)
      return
    }
    if (channels === 1) {
      this.#decoders[0]!.decode(frames, places[0]!, frameBytes, space.subarray(0, count))
      return
    }
    const one = this.#one.subarray(0, count)
    for (const [channel, place] of places.entries()) {
      this.#decoders[channel]!.decode(frames, place, frameBytes, one)
      for (let i = 0, to = channel; i < count; i++, to += channels) space[to] = one[i]!
    }
  }

  async #space(): Promise<Int16Array> {
    let waitMs = leastWaitMs
    while (this.#ring.room === 0) {
      this.heldSinceMs ??= performance.now()
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      waitMs = Math.min(waitMs * 2, mostWaitMs)
    }
    this.heldSinceMs = null
    return this.#ring.space()
  }
}

/** Whether frames are scans of the ring as they are. */
function isPlain({ forms, frameBytes, places, scale }: FrameLayout): boolean {
  const areCodes = forms.every(
    (form) =>
      form.kind === 'int' && form.bytes === 2 && !form.bigEndian && !form.unsigned && form.usedBits === undefined,
  )
  const isDense = frameBytes === places.length * 2 && places.every((place, channel) => place === channel * 2)
  return areCodes && isDense && scale === 1
}
