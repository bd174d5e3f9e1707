// Measurements of the channels. What can be measured is `shared/kinds/measurements.ts`.
import type { MeasuredValues } from '../kinds/measurements.ts'
import { nothing } from '../rpc/shapes.ts'
import { defineTopic, looking, of } from '../rpc/topic.ts'

export interface ChannelMeasures {
  /** IIO channel id, `voltage0`. */
  readonly channel: string
  readonly values: MeasuredValues
}

export const measure = defineTopic({
  calls: {
    /**
     * All measurements of every channel that is on, from the newest data of the present signal: the extremes from every sample
     * of up to 4 s, the others from up to 2^20 samples. Empty while nothing was captured.
     */
    measure: looking(nothing, of<readonly ChannelMeasures[]>()),
  },
})
