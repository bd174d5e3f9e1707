// Entry of a lane: draws what it is told, and sleeps when there is nothing to draw.
import { workerData } from 'node:worker_threads'
import { instantiateKernels } from '#main/kernels/index.ts'
import { Doorbell } from '#main/memory/index.ts'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import { Lane } from '../persistence/lane.ts'
import { Validity } from '../stream/validity.ts'
import { planMemory } from './memory-plan.ts'

export interface LaneThreadData {
  readonly memory: WebAssembly.Memory
  readonly module: WebAssembly.Module
  readonly base: number
  readonly historyBytes: number
  readonly lanes: number
  /** Which of them this one is. */
  readonly lane: number
}

/** After a task more are likely: a nap is cheaper than being woken for each. ms. */
const napMs = 0.3
const longestSleepMs = 1000

const { memory, module, base, historyBytes, lanes, lane: index } = workerData as LaneThreadData
const buffer = memory.buffer as SharedArrayBuffer
const plan = planMemory(base, historyBytes, lanes)
const ours = plan.phosphor.lanes[index]!
const bell = new Doorbell(buffer, ours.bell)

setThreadPriority(niceness.analysis)
const lane = new Lane(buffer, instantiateKernels(module, memory), ours, new Validity(buffer, plan.validity))
let didSomething = false
while (!lane.hasQuit) {
  const seen = bell.count
  if (lane.step()) didSomething = true
  else if (didSomething) {
    didSomething = false
    bell.wait(seen, napMs)
  } else {
    lane.sleeping = true
    if (!lane.hasTask && !lane.hasQuit) bell.wait(seen, longestSleepMs)
    lane.sleeping = false
  }
}
