// What passes between the host (main thread) and the analyser (analysis thread), besides the blocks themselves.
import type { TriggerMode, TriggerWord, ViewSettings } from '#shared/contract/instrument.ts'

/** The stream as the analyser needs it: int16 scans, `scanIndexes.length` channels, no padding. */
export interface AnalysedFormat {
  readonly epoch: number
  readonly samplingFrequencyHz: number
  /** Scan index of each channel, in the order of the scan. */
  readonly scanIndexes: readonly number[]
}

/** An edge trigger in codes of its channel. */
export interface CodeTrigger {
  /** `single`: the first record after the arming stays. */
  readonly mode: TriggerMode | 'single'
  /** Scan index of the channel; when that channel is not in the scan there is no trigger. */
  readonly scanIndex: number
  readonly slope: 'rising' | 'falling'
  /** Codes; rounded to the nearest one. */
  readonly level: number
  /**
   * Codes by which the signal must have been on the far side of the level before an edge counts; at least 1. Of a signal
   * that spans less than 16 times as much, fewer will do.
   */
  readonly hysteresis: number
}

/** What a viewer wants to see, voltages as codes. */
export interface AnalysedView extends Omit<ViewSettings, 'vertical'> {
  /** Codes at the lower and the upper edge of the screen, by scan index; they may lie beyond the converter's. */
  readonly vertical?: readonly CodeRange[]
  /** A guest's view follows: what a waveform and a single acquisition are is decided by the views of others. */
  readonly isGuest?: boolean
}

export interface CodeRange {
  readonly scanIndex: number
  readonly low: number
  readonly high: number
}

/** Words of the trigger state, by the number that stands for them in shared memory. */
export const triggerWords: readonly TriggerWord[] = ['stop', 'ready', 'armed', 'trigd', 'auto', 'roll', 'warming']

/** One channel of the newest data, for auto-set. */
export interface ChannelSummary {
  readonly scanIndex: number
  readonly min: number
  readonly max: number
  readonly mean: number
  /** The code its edges cross: half way up the signal, whatever rare peaks stand on it. */
  readonly middle: number
  /** NaN when no whole period was seen. */
  readonly frequencyHz: number
  /** It repeats itself, as far as can be told; else the frequency is that of edges of any kind. */
  readonly isRegular: boolean
  /** Samples looked at. */
  readonly samples: number
}

export type ToAnalyser =
  | { readonly type: 'format'; readonly format: AnalysedFormat }
  | { readonly type: 'trigger'; readonly trigger: CodeTrigger }
  | { readonly type: 'running'; readonly running: boolean }
  | { readonly type: 'arm' }
  | { readonly type: 'force' }
  /** From `sample` on the signal is another one: what was drawn before is not part of its picture. */
  | { readonly type: 'seam'; readonly epoch: number; readonly sample: number }
  | { readonly type: 'view'; readonly view: number; readonly settings: AnalysedView }
  | { readonly type: 'closeView'; readonly view: number }
  | { readonly type: 'request'; readonly view: number }
  /** Of the samples from `since` on. */
  | { readonly type: 'summary'; readonly request: number; readonly since: number }
  /** Answered when everything announced before has been taken in. */
  | { readonly type: 'settle'; readonly request: number }
  /** The thread does nothing for this long: to see what that costs. */
  | { readonly type: 'stall'; readonly ms: number }
  | { readonly type: 'quit' }

export type FromAnalyser =
  | { readonly type: 'ready' }
  | { readonly type: 'frame'; readonly view: number; readonly frame: Uint8Array<ArrayBuffer> }
  /** A single acquisition is complete: the capture may stop. */
  | { readonly type: 'single'; readonly epoch: number; readonly sample: number }
  | { readonly type: 'summary'; readonly request: number; readonly channels: readonly ChannelSummary[] }
  | { readonly type: 'settled'; readonly request: number }
  | { readonly type: 'fault'; readonly message: string }
