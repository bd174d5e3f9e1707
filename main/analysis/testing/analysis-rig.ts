// An analysis in one thread, fed by hand: blocks cut where a test wants them, time that moves when told, and a model of
// the stream to compare with.

import { CoherentHeap } from '#main/memory/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { decodeFrame, type Frame } from '#shared/frame/frame.ts'
import { toDisposable } from '#shared/lifecycle.ts'
import type { AnalysedView } from '../display/analysed-view.ts'
import type { AnalysisView } from '../display/view-handle.ts'
import { Lane } from '../persistence/lane.ts'
import { Validity } from '../stream/validity.ts'
import { Analyser } from '../thread/analyser.ts'
import { AnalysisHost } from '../thread/host.ts'
import type { MemoryPlan } from '../thread/memory-plan.ts'
import { WakeLine } from '../thread/wake-line.ts'
import { type LentBlock, lendBlock } from './lent-blocks.ts'
import { testKernels } from './test-kernels.ts'

export interface RigOptions {
  readonly channels?: number
  readonly samplingFrequencyHz?: number
  readonly historyBytes?: number
  readonly heapBytes?: number
  /** Lanes that do their tasks when they are waited for, and not before. Default 0. */
  readonly lanes?: number
}

export class AnalysisRig {
  readonly heap: CoherentHeap
  readonly channels: number
  readonly samplingFrequencyHz: number
  host!: AnalysisHost
  analyser!: Analyser
  plan!: MemoryPlan
  lanes: readonly Lane[] = []
  /** While true the analyser does nothing: a thread that does not come. */
  isHeld = false
  nowMs = 1000
  readonly lent: LentBlock[] = []
  /** What was captured, by sample: one array of channel codes each; undefined where samples were lost. */
  model: (readonly number[] | undefined)[] = []
  readonly #requests = new WeakMap<AnalysisView, Promise<Uint8Array>>()
  #epoch = 0
  #sequence = 0
  #nextSample = 0

  readonly clock: Clock = {
    nowMs: () => this.nowMs,
    unixMs: () => this.nowMs,
    unixMinusNowMs: () => 0,
    timer: () => toDisposable(() => {}),
  }

  private constructor(options: RigOptions) {
    this.channels = options.channels ?? 1
    this.samplingFrequencyHz = options.samplingFrequencyHz ?? 1e6
    this.heap = new CoherentHeap({ bytes: options.heapBytes ?? 64 << 20, poison: true })
  }

  static async start(options: RigOptions = {}): Promise<AnalysisRig> {
    const rig = new AnalysisRig(options)
    const runtime = { clock: rig.clock, deferred: { tasklet: () => {}, work: () => {} } }
    const historyBytes = options.historyBytes ?? 4 << 20
    const { lanes = 0 } = options
    rig.host = await AnalysisHost.startWith(
      { heap: rig.heap, runtime, historyBytes, lanes },
      async (plan, onMessage) => {
        const { buffer } = rig.heap
        rig.plan = plan
        const validity = new Validity(buffer, plan.validity)
        new WakeLine(buffer, plan.wake).sleeping = true
        const kernels = testKernels(rig.heap.memory)
        rig.lanes = plan.phosphor.lanes.map((memory) => new Lane(buffer, kernels, memory, validity))
        rig.analyser = new Analyser({
          buffer,
          kernels,
          plan,
          clock: rig.clock,
          post: onMessage,
          sleep: () => {},
          waitForLane: () => rig.draw(),
        })
        return {
          post: (message) => {
            rig.analyser.handle(message)
            rig.run()
          },
          wake: () => rig.run(),
          stop: async () => {},
        }
      },
    )
    rig.beginEpoch()
    rig.host.setRunning(true)
    return rig
  }

  beginEpoch(channels = this.channels, scanType = 'le:s16/16>>0'): void {
    this.#epoch++
    this.#sequence = 0
    this.#nextSample = 0
    this.model = []
    this.host.onFormat({
      epoch: this.#epoch,
      bytesPerScan: 2 * channels,
      samplingFrequencyHz: this.samplingFrequencyHz,
      startUnixMs: 0,
      channels: Array.from({ length: channels }, (_, scanIndex) => ({
        id: `voltage${scanIndex}`,
        scanIndex,
        scanType,
        offsetBytes: 2 * scanIndex,
        unit: 'V',
        scaleMillivolts: 1,
        offsetCodes: 0,
      })),
    })
  }

  /** One wake-up of the hub: blocks of these scans, after `lostBefore` lost ones. */
  push(scans: readonly (readonly number[])[], lostBefore = 0): LentBlock {
    if (lostBefore > 0) this.model.length += lostBefore
    for (const scan of scans) this.model.push(scan)
    return this.pushCodes(Int16Array.from(scans.flat()), lostBefore)
  }

  /** The same from plain codes, which the model leaves out. */
  pushCodes(codes: Int16Array, lostBefore = 0): LentBlock {
    const firstSample = this.#nextSample + lostBefore
    this.#nextSample = firstSample + codes.length / this.channels
    const block = lendBlock(this.heap, codes, this.channels, {
      sequence: this.#sequence++,
      epoch: this.#epoch,
      firstSample,
      lostBefore,
      lastSampleMs: this.nowMs,
    })
    this.lent.push(block)
    this.host.onBlocks([block])
    block.release()
    return block
  }

  /** Lets the analyser do all there is to do. */
  run(): void {
    while (!this.isHeld && this.analyser.poll()) {
      // until nothing is left
    }
  }

  /** Lets the lanes do all they have been told. */
  draw(): void {
    for (const lane of this.lanes) while (lane.step());
  }

  openView(settings: Partial<AnalysedView> = {}): AnalysisView {
    return this.host.openView({ secondsPerDiv: 1e-4, positionSeconds: 0, columns: 100, atSample: null, ...settings })
  }

  /** The next frame of the view, which must be there now. */
  async frame(view: AnalysisView): Promise<Frame> {
    const frame = await this.frameIfAny(view)
    if (frame === null) throw new Error('the view has no news')
    return frame
  }

  /** The next frame, or null when there is no news now; the request stays for the next call. */
  async frameIfAny(view: AnalysisView): Promise<Frame | null> {
    const bytes = await this.bytesIfAny(view)
    return bytes === null ? null : decodeFrame(bytes)
  }

  /** The same as it travels. */
  async bytesIfAny(view: AnalysisView): Promise<Uint8Array | null> {
    const request = this.#requests.get(view) ?? view.nextFrame()
    this.#requests.set(view, request)
    this.run()
    const got = await Promise.race([request, Promise.resolve().then(() => null)])
    if (got === null) return null
    this.#requests.delete(view)
    return got
  }
}
