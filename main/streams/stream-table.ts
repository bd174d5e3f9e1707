// The streams that are converted, from the main thread's side. Each has a thread and a ring of its own; channels that convert
// channels of one stream share it.
import { Worker } from 'node:worker_threads'
import { rawForm } from '#main/files/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import { ErrnoError, fail, fromWire, say } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { StreamState } from '#shared/streams/stream-state.ts'
import { formatStreamAddress, type StreamSource, streamLayout } from '#shared/streams/stream-text.ts'
import { type FeedStatus, noStatus } from './feed-status.ts'
import type { FrameLayout } from './ring-filler.ts'
import { type RingShape, ringBytes, SampleRing } from './sample-ring.ts'
import type { FeedThreadData, FromFeedThread } from './thread.ts'

/** A channel's hold on a stream. */
export interface StreamLease {
  /** Address of its ring in the heap. */
  readonly ring: number
  /** The channel of the stream that is converted, from 0. */
  readonly column: number
  readonly state: StreamState
  /** The hardware reads the ring no more. Harmless a second time. */
  release(): void
}

/** So much signal is on its way between writer and converter, at most; and of the heap, at most such a share. */
const mostRingBytes = 8 << 20
const ringShare = 1 / 16

export class StreamTable {
  readonly #heap: CoherentHeap
  readonly #streams = new Map<string, OpenStream>()
  readonly #closing = new Set<Promise<void>>()
  readonly #onChange = new Emitter<void>()
  readonly #onDry = new Emitter<void>()

  constructor(heap: CoherentHeap) {
    this.#heap = heap
  }

  /** The state of a stream has changed. */
  get onChange(): Event<void> {
    return this.#onChange
  }

  /** All that came of a stream was converted, and nothing more has come for a while: it may be in a block that is not full. */
  get onDry(): Event<void> {
    return this.#onDry
  }

  /** Those that are open. */
  get states(): readonly StreamState[] {
    return [...this.#streams.values()].filter(({ holders }) => holders > 0).map(({ state }) => state)
  }

  /**
   * Opens a stream, or shares the one that is open. It does not wait for a writer.
   * @param channel the converter's, from 0: it gets the stream's channel of that place, in turn, unless the source says which
   * @throws ENOENT, EACCES, EINVAL, EBUSY for what cannot be opened; EBUSY when it is open with other samples; ENOMEM
   */
  async open({ address, options }: StreamSource, channel: number): Promise<StreamLease> {
    const { type, channels } = streamLayout(options)
    const name = formatStreamAddress(address)
    const form = `${type}${channels === 1 ? '' : `, ${channels} channels`}`
    const { rate = null, scale = 1 } = options
    const wish = JSON.stringify({ type, channels, scale })
    const there = this.#streams.get(name)
    if (there !== undefined && there.wish !== wish)
      fail(
        'EBUSY',
        say`${name} is read as ${there.state.form} already; all channels that convert it have to say the same.`,
      )
    const sample = rawForm(type)
    const places = Array.from({ length: channels }, (_, k) => k * sample.bytes)
    const layout = { form: sample, channels, frameBytes: sample.bytes * channels, places, scale }
    const stream = there ?? this.#make({ address, layout, wish, name, form, rate })
    this.#streams.set(name, stream)
    stream.holders++
    try {
      await stream.opened
    } catch (thrown) {
      this.#release(name, stream)
      throw thrown
    }
    let isReleased = false
    return {
      ring: stream.ring,
      column: (options.channel ?? (channel % channels) + 1) - 1,
      get state() {
        return stream.state
      },
      release: () => {
        if (!isReleased) this.#release(name, stream)
        isReleased = true
      },
    }
  }

  #make(parts: StreamParts): OpenStream {
    return new OpenStream(
      this.#heap,
      parts,
      () => this.#onChange.fire(),
      () => this.#onDry.fire(),
    )
  }

  /** Closes all; resolves when no thread of it runs any more. */
  async stop(): Promise<void> {
    for (const [name, stream] of this.#streams) this.#close(name, stream)
    await Promise.all(this.#closing)
  }

  #release(name: string, stream: OpenStream): void {
    stream.holders--
    // What was read of standard input cannot be read again: it waits for who chooses it once more.
    if (stream.holders > 0 || (stream.isOpen && name === 'pipe:-')) return
    this.#close(name, stream)
  }

  #close(name: string, stream: OpenStream): void {
    if (this.#streams.get(name) === stream) this.#streams.delete(name)
    const closed = stream.close().then(() => {
      this.#closing.delete(closed)
    })
    this.#closing.add(closed)
  }
}

interface StreamParts {
  readonly address: StreamSource['address']
  readonly layout: FrameLayout
  readonly wish: string
  readonly name: string
  readonly form: string
  readonly rate: number | null
}

class OpenStream {
  /** How many channels convert it. */
  holders = 0
  /** @throws what it is refused with */
  readonly opened: Promise<void>
  readonly ring: number
  readonly wish: string
  isOpen = false
  state: StreamState
  readonly #heap: CoherentHeap
  readonly #worker: Worker
  readonly #exited: Promise<void>
  #isClosed = false
  #dryAtScans = 0

  constructor(heap: CoherentHeap, parts: StreamParts, onChange: () => void, onDry: () => void) {
    const { address, layout, wish, name, form, rate } = parts
    this.#heap = heap
    this.wish = wish
    this.state = { address: name, form, rateHz: rate, ...withoutDry(noStatus) }
    const shape: RingShape = { channels: layout.channels, scans: scansFor(heap, layout.channels) }
    this.ring = heap.allocAtEnd(ringBytes(shape))
    SampleRing.make(heap.buffer, this.ring, shape)
    const workerData: FeedThreadData = { memory: heap.memory, ring: this.ring, address, layout }
    this.#worker = new Worker(builtFile('stream-thread.js'), {
      workerData,
      name: 'stream',
      // A pipe's end belongs to its socket, which closes it.
      trackUnmanagedFds: false,
    })
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    this.opened = new Promise((resolve, reject) => {
      const broke = (reason: string): void => {
        reject(new ErrnoError('EIO', say`${name} cannot be read: ${say`${reason}.`}`))
        if (!this.isOpen || this.#isClosed || this.state.phase === 'ended') return
        this.state = { ...this.state, phase: 'ended', cause: reason }
        onChange()
      }
      this.#worker.once('error', (error) => broke(error.message))
      this.#worker.once('exit', () => broke('its thread ended'))
      this.#worker.on('message', (message: FromFeedThread) => {
        if (this.#isClosed) return
        if (message.type === 'refused') reject(fromWire(message.error))
        else if (message.type === 'open') {
          this.isOpen = true
          if (address.kind === 'listen') this.state = { ...this.state, address: `tcp:listen:${message.port}` }
          resolve()
        } else {
          const { isDry } = message.status
          const status = withoutDry(message.status)
          this.state = { ...this.state, ...status }
          onChange()
          // What came since the last time.
          if (isDry && this.#dryAtScans !== status.scans) onDry()
          if (isDry) this.#dryAtScans = status.scans
        }
      })
    })
    this.opened.catch(() => undefined)
  }

  /** Ends its thread; resolves when nobody writes into the ring any more. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#worker.terminate()
    await this.#exited
    this.#heap.free(this.ring)
  }
}

function scansFor(heap: CoherentHeap, channels: number): number {
  const bytes = Math.min(mostRingBytes, heap.largestFreeBytes * ringShare)
  return 2 ** Math.floor(Math.log2(Math.max(bytes / (2 * channels), 64)))
}

function withoutDry({ isDry: _, ...status }: FeedStatus): Omit<FeedStatus, 'isDry'> {
  return status
}
