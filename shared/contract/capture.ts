// The capture: which device, at which rate, and whether it runs.
import { nothing } from '../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../rpc/topic.ts'

/** What the capture is doing. `fault`: it stopped by itself; {@link CaptureFields.fault} says why. */
export type AcquisitionState = 'running' | 'stopped' | 'single' | 'fault'

export interface CaptureFields {
  readonly acquisition: AcquisitionState
  readonly fault: string | null
  /** `iio:device0` */
  readonly device: string
  readonly deviceName: string
  readonly samplingFrequencyHz: number
  readonly samplingFrequenciesHz: readonly number[]
  readonly seed: number
  /** Grows with every disable/enable transaction; sample indexes restart with it. */
  readonly epoch: number
}

export const capture = defineTopic({
  essential: true,
  calls: {
    run: changing(nothing, of<void>()),
    stop: changing(nothing, of<void>()),
    /** Waits for one trigger and then stops. */
    single: changing(nothing, of<void>()),
  },
  state: slice<CaptureFields>(),
})
