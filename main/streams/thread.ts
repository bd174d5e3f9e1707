// Entry of the thread of a feed: takes samples from writers, and puts them into a ring. It runs until it is ended.
import { parentPort, workerData } from 'node:worker_threads'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import { toWireError, type WireError } from '#shared/errors.ts'
import type { StreamAddress } from '#shared/streams/stream-text.ts'
import { Feed, type Supply, toldEveryMs } from './feed.ts'
import type { FeedStatus } from './feed-status.ts'
import { pathSupply, standardInputSupply } from './pipe-supply.ts'
import { type FrameLayout, RingFiller } from './ring-filler.ts'
import { SampleRing } from './sample-ring.ts'
import { connectSupply, listenSupply } from './tcp-supply.ts'

/** What the main thread hands over. */
export interface FeedThreadData {
  readonly memory: WebAssembly.Memory
  /** Of a ring that is made. */
  readonly ring: number
  readonly address: StreamAddress
  readonly layout: FrameLayout
}

export type FromFeedThread =
  /** `port`: of one that listens, else 0. */
  | { readonly type: 'open'; readonly port: number }
  | { readonly type: 'refused'; readonly error: WireError }
  | { readonly type: 'status'; readonly status: FeedStatus }

const { memory, ring: place, address, layout } = workerData as FeedThreadData
const tell = (message: FromFeedThread): void => parentPort!.postMessage(message)

async function open(): Promise<{ readonly supply: Supply; readonly port: number }> {
  switch (address.kind) {
    case 'standardInput':
      return { supply: standardInputSupply(), port: 0 }
    case 'path':
      return { supply: pathSupply(address.path), port: 0 }
    case 'connect':
      return { supply: connectSupply(address.host, address.port), port: 0 }
    case 'listen': {
      let port = address.port
      const supply = await listenSupply(port, (bound) => {
        port = bound
      })
      return { supply, port }
    }
  }
}

setThreadPriority(niceness.capture)
try {
  const { supply, port } = await open()
  tell({ type: 'open', port })
  const ring = new SampleRing(memory.buffer as SharedArrayBuffer, place)
  const feed = new Feed(ring, new RingFiller(ring, layout), (status) => tell({ type: 'status', status }))
  const timer = setInterval(() => {
    feed.look()
    // Nothing more will ever change.
    if (feed.isDrained) clearInterval(timer)
  }, toldEveryMs)
  await feed.run(supply)
} catch (thrown) {
  tell({ type: 'refused', error: toWireError(thrown) })
}
