// What a controller's driver offers the engine. Operations may be missing: the framework reports the documented error.
import type { DmaDescriptor } from './descriptor.ts'
import type {
  DmaCapability,
  DmaCookie,
  DmaDirection,
  DmaInterleavedTemplate,
  DmaPrepFlags,
  DmaSegment,
  DmaSlaveConfig,
  DmaTxState,
  ResidueGranularity,
} from './types.ts'

/** A DMA controller as its channels know it. */
export interface DmaController {
  readonly name: string
  readonly capabilities: readonly DmaCapability[]
  /** Bit w set: accesses of w bytes are possible. 0: unknown. */
  readonly srcAddrWidths: number
  readonly dstAddrWidths: number
  readonly directions: readonly DmaDirection[]
  readonly maxBurst: number
  /** Left out: DESCRIPTOR. */
  readonly residueGranularity?: ResidueGranularity
  /** Longest single segment in bytes; left out: 64 KiB. */
  readonly maxSegmentBytes?: number
  readonly descriptorReuse: boolean
}

/** Operations of one channel. Prepare operations return null for what they cannot do; they never throw. */
export interface DmaChannelOps {
  txStatus?(cookie: DmaCookie): DmaTxState
  issuePending?(): void
  prepSlaveSg?(segments: readonly DmaSegment[], direction: DmaDirection, flags: DmaPrepFlags): DmaDescriptor | null
  prepDmaCyclic?(
    address: number,
    length: number,
    periodBytes: number,
    direction: DmaDirection,
    flags: DmaPrepFlags,
  ): DmaDescriptor | null
  prepInterleaved?(template: DmaInterleavedTemplate, flags: DmaPrepFlags): DmaDescriptor | null
  prepPeripheralDmaVec?(
    segments: readonly DmaSegment[],
    direction: DmaDirection,
    flags: DmaPrepFlags,
  ): DmaDescriptor | null
  slaveConfig?(config: DmaSlaveConfig): void
  pause?(): void
  resume?(): void
  /** Discards everything without callbacks and begins to stop the hardware. */
  terminateAll?(): void
  /** Resolves when the hardware has stopped and no callback runs. */
  synchronize?(): Promise<void>
  /** The channel was requested / released. */
  allocResources?(): void
  freeResources?(): void
}
