// Entry of the thread of a feed: opens a stream, takes samples from its writers, and puts them into a ring. It runs until it is
// ended.
import { parentPort, workerData } from 'node:worker_threads'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import { toWireError, type WireError } from '#shared/errors.ts'
import { Feed, toldEveryMs } from './feed.ts'
import type { FeedStatus } from './feed-status.ts'
import { type Opening, type OpeningOrder, openStream } from './openings.ts'
import { RingFiller } from './ring-filler.ts'
import { SampleRing } from './sample-ring.ts'

/** What the main thread hands over. */
export interface FeedThreadData {
  readonly memory: WebAssembly.Memory
  readonly order: OpeningOrder
}

export type FromFeedThread =
  /** It is open, and needs a ring. */
  | ({ readonly type: 'open'; readonly channels: number; readonly held: number | null } & Pick<
      Opening,
      'address' | 'form' | 'rateHz'
    >)
  | { readonly type: 'refused'; readonly error: WireError }
  | { readonly type: 'status'; readonly status: FeedStatus }

/** The address of the ring. */
export type ToFeedThread = number

const { memory, order } = workerData as FeedThreadData
const port = parentPort!
const tell = (message: FromFeedThread): void => port.postMessage(message)

async function run(): Promise<void> {
  const { supply, layout, address, form, rateHz } = await openStream(order)
  const place = new Promise<ToFeedThread>((resolve) => port.once('message', resolve))
  tell({ type: 'open', channels: layout.forms.length, held: supply.held ?? null, address, form, rateHz })
  const ring = new SampleRing(memory.buffer as SharedArrayBuffer, await place)
  const feed = new Feed(ring, new RingFiller(ring, layout), (status) => tell({ type: 'status', status }))
  const timer = setInterval(() => {
    feed.look()
    // Nothing more will ever change.
    if (feed.isDrained) clearInterval(timer)
  }, toldEveryMs)
  await feed.run(supply)
}

setThreadPriority(niceness.capture)
try {
  await run()
} catch (thrown) {
  tell({ type: 'refused', error: toWireError(thrown) })
}
