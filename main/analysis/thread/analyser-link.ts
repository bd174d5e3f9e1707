// How the host reaches its analyser: a worker thread in the product, the same objects in one thread in tests.
import { Worker } from 'node:worker_threads'
import { type CoherentHeap, Doorbell } from '#main/memory/index.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import { LaneThread } from './lane-link.ts'
import type { MemoryPlan } from './memory-plan.ts'
import type { FromAnalyser, ToAnalyser } from './messages.ts'

export interface AnalyserLink {
  /** Sends a message; it is seen before any block announced after it. */
  post(message: ToAnalyser): void
  /** Wakes the analyser to look at the ring. */
  wake(): void
  /** Ends it; resolves when it reads no memory any more. */
  stop(): Promise<void>
}

export type StartLink = (plan: MemoryPlan, onMessage: (message: FromAnalyser) => void) => Promise<AnalyserLink>

/** What the thread is started with. */
export interface AnalysisThreadData {
  readonly memory: WebAssembly.Memory
  readonly module: WebAssembly.Module
  readonly base: number
  readonly historyBytes: number
  readonly lanes: number
  readonly segmentBytes: number
}

/** Starts the analysis thread; a thread that dies reports a fault. */
export function threadLink(heap: CoherentHeap, module: WebAssembly.Module): StartLink {
  return (plan, onMessage) =>
    new Promise((resolve, reject) => {
      const workerData: AnalysisThreadData = {
        memory: heap.memory,
        module,
        base: plan.base,
        historyBytes: plan.historyBytes,
        lanes: plan.lanes,
        segmentBytes: plan.segmentBytes,
      }
      const worker = new Worker(builtFile('analysis-thread.js'), { workerData, name: 'analysis' })
      const bell = new Doorbell(heap.buffer, plan.wake.bell)
      const exited = new Promise<void>((done) => worker.once('exit', () => done()))
      const lanes = plan.phosphor.lanes.map((lane, k) => new LaneThread(heap.buffer, lane, { ...workerData, lane: k }))
      let stopping = false
      const link: AnalyserLink = {
        post(message) {
          worker.postMessage(message)
          bell.ring()
        },
        wake: () => bell.ring(),
        async stop() {
          stopping = true
          link.post({ type: 'quit' })
          await exited
          await Promise.all(lanes.map((lane) => lane.stop()))
        },
      }
      worker.on('message', (message: FromAnalyser) => {
        if (message.type === 'ready') resolve(link)
        else onMessage(message)
      })
      worker.once('error', (error) => {
        reject(error)
        onMessage({ type: 'fault', message: error.message })
      })
      void exited.then(() => {
        if (!stopping) onMessage({ type: 'fault', message: 'The analysis thread ended by itself.' })
      })
    })
}
