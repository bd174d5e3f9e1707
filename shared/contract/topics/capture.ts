// The capture: which device, at which rate, and whether it runs.

import { nothing, record, text } from '../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../rpc/topic.ts'
import type { Sentence } from '../../sentence.ts'

/** What the capture is doing. `fault`: it stopped by itself; {@link CaptureFields.fault} says why. */
export type AcquisitionState = 'running' | 'stopped' | 'single' | 'fault'

/** A device that can be captured: it is there, and has an input buffer. */
export interface CapturableDevice {
  /** `iio:device0` */
  readonly id: string
  readonly name: string
  /** What it is, in a few words; empty: its driver says nothing. */
  readonly label: string
}

export interface CaptureFields {
  readonly acquisition: AcquisitionState
  readonly fault: string | null
  /** What it says, where it can be said in another language. */
  readonly faultSentence?: Sentence | null
  /** `iio:device0` */
  readonly device: string
  readonly deviceName: string
  /** What {@link capture}'s call `captureDevice` can choose from; a device that is gone is not among them. */
  readonly capturable: readonly CapturableDevice[]
  /** Of the device, or of the trigger that it samples with. */
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
    /**
     * Captures another device, by its id or name: stop, change, and start again when it ran. When that fails the device
     * before is captured again. Each device has its own settings, those of its buffer too; the place is marked by a seam of
     * the subject `device`. EINVAL: there is no such device that can be captured. EBUSY: a recording is under way.
     */
    captureDevice: changing(record({ device: text(128) }), of<void>()),
  },
  state: slice<CaptureFields>(),
})
