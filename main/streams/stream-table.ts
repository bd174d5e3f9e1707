// The streams that are converted, from the main thread's side. Each has a thread and a ring of its own; channels that convert
// channels of one stream share it.
import { closeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { FoundFile } from '#main/runtime/found-file.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import { ErrnoError, fail, fromWire, say, word } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { StreamState } from '#shared/streams/stream-state.ts'
import { formatStreamAddress, type StreamSource } from '#shared/streams/stream-text.ts'
import { type FeedStatus, noStatus } from './feed-status.ts'
import type { OpeningOrder } from './openings.ts'
import { type RingShape, ringBytes, SampleRing } from './sample-ring.ts'
import type { FeedThreadData, FromFeedThread, ToFeedThread } from './thread.ts'

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
   * @param file what a source that replays a file names
   * @throws ENOENT, EACCES, EINVAL, EBUSY for what cannot be opened; EBUSY when it is open with other samples; ENOMEM
   */
  async open(source: StreamSource, channel: number, file: FoundFile | null = null): Promise<StreamLease> {
    const name = formatStreamAddress(source.address)
    const { channel: asked, rate: _, ...options } = source.options
    const wish = JSON.stringify({ ...options, file })
    const there = this.#streams.get(name)
    if (there !== undefined && there.wish !== wish)
      fail(
        'EBUSY',
        say`${name} is read as ${there.state.form} already; all channels that convert it have to say the same.`,
      )
    const stream = there ?? this.#make({ source, file, wish, name })
    this.#streams.set(name, stream)
    stream.holders++
    try {
      await stream.opened
      const { channels } = stream
      if (asked !== undefined && asked > channels)
        fail('EINVAL', say`The channels of ${name} are 1 to ${channels}; there is no channel ${asked}.`)
    } catch (thrown) {
      this.#release(name, stream)
      throw thrown
    }
    let isReleased = false
    return {
      ring: stream.ring,
      column: (asked ?? (channel % stream.channels) + 1) - 1,
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

interface StreamParts extends OpeningOrder {
  readonly wish: string
  readonly name: string
}

class OpenStream {
  /** How many channels convert it. */
  holders = 0
  /** @throws what it is refused with */
  readonly opened: Promise<void>
  readonly wish: string
  /** Its ring in the heap, and how many channels it has; 0: it is not open yet. */
  ring = 0
  channels = 0
  state: StreamState
  readonly #heap: CoherentHeap
  readonly #worker: Worker
  readonly #exited: Promise<void>
  readonly #onChange: () => void
  readonly #onDry: () => void
  #settle!: { resolve(): void; reject(reason: Error): void }
  #isClosed = false
  #dryAtScans = 0
  /** A descriptor the thread has open, which would outlive it. */
  #held: number | null = null

  constructor(heap: CoherentHeap, parts: StreamParts, onChange: () => void, onDry: () => void) {
    const { source, file, wish, name } = parts
    this.#heap = heap
    this.#onChange = onChange
    this.#onDry = onDry
    this.wish = wish
    this.state = { address: name, form: '', rateHz: null, ...withoutDry(noStatus) }
    this.opened = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    this.opened.catch(() => undefined)
    const workerData: FeedThreadData = { memory: heap.memory, order: { source, file } }
    this.#worker = new Worker(builtFile('stream-thread.js'), {
      workerData,
      name: 'stream',
      // A pipe's end belongs to its socket, which closes it.
      trackUnmanagedFds: false,
    })
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    this.#worker.once('error', (error) => this.#broke(error.message))
    this.#worker.once('exit', () => this.#broke('its thread ended'))
    this.#worker.on('message', (message: FromFeedThread) => this.#onMessage(message))
  }

  get isOpen(): boolean {
    return this.ring !== 0
  }

  #broke(reason: string): void {
    const { address, phase } = this.state
    this.#settle.reject(new ErrnoError('EIO', say`The thread that reads ${address} ended (${word(reason)}).`))
    if (!this.isOpen || this.#isClosed || phase === 'ended') return
    this.state = { ...this.state, phase: 'ended', cause: reason }
    this.#onChange()
  }

  #onMessage(message: FromFeedThread): void {
    if (message.type === 'open') this.#held = message.held
    if (this.#isClosed) return
    if (message.type === 'open') this.#giveRing(message)
    else if (message.type === 'refused') {
      const error = fromWire(message.error)
      this.#settle.reject(error)
      if (this.isOpen) this.#broke(error.message)
    } else {
      const status = withoutDry(message.status)
      this.state = { ...this.state, ...status }
      this.#onChange()
      // What came since the last time.
      if (message.status.isDry && this.#dryAtScans !== status.scans) this.#onDry()
      if (message.status.isDry) this.#dryAtScans = status.scans
    }
  }

  #giveRing({ channels, address, form, rateHz }: Extract<FromFeedThread, { readonly type: 'open' }>): void {
    const shape: RingShape = { channels, scans: scansFor(this.#heap, channels) }
    try {
      this.ring = this.#heap.allocAtEnd(ringBytes(shape))
    } catch (thrown) {
      this.#settle.reject(thrown as Error)
      return
    }
    SampleRing.make(this.#heap.buffer, this.ring, shape)
    this.channels = channels
    this.state = { ...this.state, address, form, rateHz }
    this.#worker.postMessage(this.ring satisfies ToFeedThread)
    this.#settle.resolve()
  }

  /** Ends its thread; resolves when nobody writes into the ring any more. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#worker.terminate()
    await this.#exited
    // A writer that waits for room hears now that nobody reads any more.
    if (this.#held !== null) closeSync(this.#held)
    if (this.isOpen) this.#heap.free(this.ring)
  }
}

function scansFor(heap: CoherentHeap, channels: number): number {
  const bytes = Math.min(mostRingBytes, heap.largestFreeBytes * ringShare)
  return 2 ** Math.floor(Math.log2(Math.max(bytes / (2 * channels), 64)))
}

function withoutDry({ isDry: _, ...status }: FeedStatus): Omit<FeedStatus, 'isDry'> {
  return status
}
