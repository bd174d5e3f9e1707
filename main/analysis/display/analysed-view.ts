// What a viewer wants to see, in the terms of the samples.

import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { MarkedRow } from '../measure/running/marker.ts'

/** The settings of a view, voltages as codes. */
export interface AnalysedView extends Omit<ViewSettings, 'vertical' | 'marked'> {
  /** Codes at the lower and the upper edge of the screen, by scan index; they may lie beyond the converter's. */
  readonly vertical?: readonly CodeRange[]
  /** The measurement whose place on the record its frames say. */
  readonly marked?: MarkedRow
  /** A guest's view follows: what a waveform and a single acquisition are is decided by the views of others. */
  readonly isGuest?: boolean
}

export interface CodeRange {
  readonly scanIndex: number
  readonly low: number
  readonly high: number
}
