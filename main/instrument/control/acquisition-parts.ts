// What the acquisition is made of.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { CaptureHub } from '#main/capture/index.ts'
import type { IioBus, IioDevice } from '#main/iio/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { StreamRate } from '#shared/buffer/limits.ts'
import type { Recordings } from '../recording/recordings.ts'
import type { DeviceChangeParts } from './device-change.ts'
import type { TriggerControl } from './trigger.ts'

export interface AcquisitionParts {
  readonly hub: CaptureHub
  readonly bus: IioBus
  /** The device the hub captures, as it is now. */
  readonly source: {
    readonly device: IioDevice
    readFormat(): Promise<StreamRate>
    /** The first sample of the present signal, when this attribute is one of its; null: not known. */
    changedAtSample(path: string): number | null
    /** Has hardware that ended by itself powered up anew. */
    restore(): Promise<void>
  }
  /** What can be captured. */
  readonly board: DeviceChangeParts['board']
  readonly analysis: AnalysisHost | null
  readonly recordings: Recordings
  readonly trigger: TriggerControl
  readonly clock: Clock
  /** Has memory ready before a stream begins. */
  readonly memory: { prepare(rate: StreamRate): Promise<void> }
}

/** A write that can be carried out at once. */
export interface AttributeWrite {
  /** @returns what the attribute then reads @throws what it refuses */
  carryOut(): Promise<string>
  /** To be called in any case, when it was carried out or never will be. */
  discard(): void
}
