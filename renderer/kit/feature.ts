// What a feature of the page brings: its commands, and what it shows where. The page is put together from the list in
// `app/features.ts`.
import type { Component } from 'vue'
import type { CommandTable } from './keys/commands.ts'

/** A figure of the top bar. */
export interface Readout {
  readonly id: string
  readonly component: Component
  /** CSS pixels, without the gap before it. */
  readonly width: number
  readonly side: 'left' | 'right'
  /** Its place in the bar, from the left. */
  readonly place: number
  /** How long it stays when the window becomes narrow: 0 stays longest, longer than the buttons. */
  readonly rank: number
}

export interface Feature {
  readonly id: string
  readonly commands?: CommandTable
  /** At the right side; in the order of the features. */
  readonly panel?: Component
  /** Below the trace, across the whole stage. */
  readonly strip?: Component
  /** Over the trace. Given `drawn`, the event of a frame that is on the screen. */
  readonly overlay?: Component
  /** Over the whole window: drop targets, dialogs. */
  readonly layer?: Component
  readonly readouts?: readonly Readout[]
}
