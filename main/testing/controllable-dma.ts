// A DMA controller a test plays by hand. Transfers it holds move only when told: complete, short-complete, fail, stall.
import type {
  DmaCapability,
  DmaChannelOps,
  DmaDevice,
  DmaDirection,
  DmaEngine,
  ResidueGranularity,
} from '#main/dmaengine/index.ts'
import { DmaChannel } from '#main/dmaengine/index.ts'
import type { BlockMemory } from '#main/iio/index.ts'
import type { AuditedMemory } from './audited-memory.ts'
import { ControllableChannel } from './controllable-channel.ts'
import type { FakeRuntime } from './fake-runtime.ts'
import type { FaultInjector } from './faults.ts'

export interface ControllableDmaOptions {
  readonly runtime: FakeRuntime
  /** Memory the transfers are in. */
  readonly heap: BlockMemory
  /** Default `testdma`. */
  readonly name?: string
  /** Default one channel, `ch0`. */
  readonly channelNames?: readonly string[]
  readonly directions?: readonly DmaDirection[]
  /** Bit w: accesses of w bytes. Default 1 << 1 on both sides: no alignment. */
  readonly srcAddrWidths?: number
  readonly dstAddrWidths?: number
  /** Left out: the controller sets none (64 KiB). */
  readonly maxSegmentBytes?: number
  readonly residueGranularity?: ResidueGranularity
  /** Transfers the hardware holds at a time; default: no limit. */
  readonly queueDepth?: number
  readonly capabilities?: readonly DmaCapability[]
  /** A descriptor may be submitted again. Default: it may not, as most controllers have it. */
  readonly descriptorReuse?: boolean
  readonly maxBurst?: number
  /** Issuing between terminateAsync() and the end of synchronize() fails with EBUSY. */
  readonly strict?: boolean
  /** False: a channel cannot be stopped; what it has, it completes. */
  readonly canTerminate?: boolean
  /** Failures to order: see FaultInjector. */
  readonly faults?: FaultInjector
  /** Hears of every transfer. */
  readonly audit?: AuditedMemory
}

export class ControllableDma implements DmaDevice {
  readonly name: string
  readonly capabilities: readonly DmaCapability[]
  readonly srcAddrWidths: number
  readonly dstAddrWidths: number
  readonly directions: readonly DmaDirection[]
  readonly maxBurst: number
  readonly maxSegmentBytes?: number
  readonly residueGranularity?: ResidueGranularity
  readonly descriptorReuse: boolean
  readonly channels: readonly DmaChannel[]
  readonly #played = new Map<string, ControllableChannel>()

  constructor(options: ControllableDmaOptions) {
    this.name = options.name ?? 'testdma'
    this.capabilities = options.capabilities ?? ['SLAVE', 'CYCLIC', 'PRIVATE']
    this.srcAddrWidths = options.srcAddrWidths ?? 1 << 1
    this.dstAddrWidths = options.dstAddrWidths ?? 1 << 1
    this.directions = options.directions ?? ['dev-to-mem', 'mem-to-dev']
    this.maxBurst = options.maxBurst ?? 16
    if (options.maxSegmentBytes !== undefined) this.maxSegmentBytes = options.maxSegmentBytes
    if (options.residueGranularity !== undefined) this.residueGranularity = options.residueGranularity
    this.descriptorReuse = options.descriptorReuse ?? false
    this.channels = (options.channelNames ?? ['ch0']).map((name) => {
      const channel = new ControllableChannel(options.heap, {
        runtime: options.runtime,
        queueDepth: options.queueDepth ?? Number.POSITIVE_INFINITY,
        strict: options.strict ?? false,
        canReuse: this.descriptorReuse,
        directions: this.directions,
        ...(options.faults && { faults: options.faults }),
        ...(options.audit && { audit: options.audit }),
      })
      this.#played.set(name, channel)
      return new DmaChannel(this, name, options.canTerminate === false ? withoutTermination(channel.ops) : channel.ops)
    })
  }

  /** The hardware side of a channel; default the first one. */
  channel(name = this.channels[0]!.name): ControllableChannel {
    const channel = this.#played.get(name)
    if (channel === undefined) throw new Error(`there is no channel ${name}`)
    return channel
  }

  /** Registers with `engine` and lets `consumer` call the first channel `channelName`. */
  connect(engine: DmaEngine, consumer: string, channelName = 'rx', channel = this.channels[0]!.name): void {
    if (!engine.devices.includes(this)) engine.registerDevice(this)
    engine.link({ consumer, name: channelName, provider: this.name, channel })
  }
}

/** The operations a buffer needs, without a way to stop what was started. */
function withoutTermination(ops: DmaChannelOps): DmaChannelOps {
  return {
    txStatus: (cookie) => ops.txStatus!(cookie),
    issuePending: () => ops.issuePending!(),
    prepSlaveSg: (...transfer) => ops.prepSlaveSg!(...transfer),
    prepDmaCyclic: (...transfer) => ops.prepDmaCyclic!(...transfer),
    synchronize: () => ops.synchronize!(),
  }
}
