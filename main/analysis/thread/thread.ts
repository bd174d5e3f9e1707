// The analysis thread. It never returns to an event loop: it looks at its messages, works, and sleeps on the doorbell.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { instantiateKernels } from '#main/kernels/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import { Figures } from '../stream/figures.ts'
import { Analyser } from './analyser.ts'
import type { AnalysisThreadData } from './analyser-link.ts'
import { planMemory } from './memory-plan.ts'
import type { FromAnalyser, ToAnalyser } from './messages.ts'
import { rehearse } from './rehearsal.ts'
import { WakeLine } from './wake-line.ts'

/** With more blocks than this in the time of one nap, the thread naps instead of asking for the bell each time. */
const busyNapMs = 0.5
const busyBlocksPerSecond = 500

function run(data: AnalysisThreadData): void {
  const port = parentPort!
  const buffer = data.memory.buffer as SharedArrayBuffer
  const plan = planMemory(data.base, data.historyBytes, data.lanes, data.segmentBytes)
  const figures = new Figures(buffer, plan.figures)
  const wake = new WakeLine(buffer, plan.wake)
  const { bell } = wake
  const analyser = new Analyser({
    buffer,
    kernels: instantiateKernels(data.module, data.memory),
    plan,
    clock: realClock,
    post(message: FromAnalyser) {
      if (message.type === 'frame') port.postMessage(message, [message.frame.buffer])
      else port.postMessage(message)
    },
    sleep: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
  })
  const receive = (): void => {
    for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port))
      analyser.handle(got.message as ToAnalyser)
  }
  port.postMessage({ type: 'ready' } satisfies FromAnalyser)
  // A stream that has begun meanwhile is shown at once: it is as good an exercise.
  rehearse(data.module, realClock, () => {
    receive()
    return analyser.hasAnnounced || analyser.hasQuit
  })

  let busyMs = 0
  let awakeMs = realClock.nowMs()
  let rateSinceMs = awakeMs
  let rateBlocks = 0
  let isBusyStream = false
  for (;;) {
    const seen = bell.count
    receive()
    if (analyser.hasQuit) break
    const hasMore = analyser.poll()
    const nowMs = realClock.nowMs()
    busyMs += nowMs - awakeMs
    awakeMs = nowMs
    figures.set('busyMs', busyMs)
    if (hasMore) continue
    if (nowMs - rateSinceMs > 50) {
      isBusyStream = ((analyser.announcedBlocks - rateBlocks) / (nowMs - rateSinceMs)) * 1000 > busyBlocksPerSecond
      rateBlocks = analyser.announcedBlocks
      rateSinceMs = nowMs
    }
    if (isBusyStream) bell.wait(seen, busyNapMs)
    else {
      wake.sleeping = true
      if (!analyser.hasAnnounced) bell.wait(seen, analyser.idleMs)
      wake.sleeping = false
    }
    awakeMs = realClock.nowMs()
  }
  port.close()
}

setThreadPriority(niceness.analysis)
run(workerData as AnalysisThreadData)
