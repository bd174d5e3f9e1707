// What a feature of the page brings: its commands, and what it shows where. The page is put together from the list in
// `app/features.ts`.
import type { Component } from 'vue'
import type { CommandTable } from './keys/commands.ts'
import type { MenuTable } from './menu/menu.ts'

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

/** A tab of the strip below the trace. It also makes a command, by which a key and the palette show it. */
export interface Tab {
  /** Of its command as well, by which tooltips and buttons name its key. */
  readonly id: string
  /** One or two words. */
  readonly title: string
  /** Fills the strip, and is mounted only while it is shown: what must outlive that is state. */
  readonly component: Component
  /** As `keyName` writes them; the first time shows it, the next folds it away. */
  readonly keys: readonly string[]
  /** Whether there is something in it now. Then it is marked, and opens by itself where nobody ever opened or folded the strip. */
  readonly isInUse?: () => boolean
}

export interface Feature extends MenuTable {
  readonly id: string
  readonly commands?: CommandTable
  /** At the right side; in the order of the features. */
  readonly panel?: Component
  /** In the strip below the trace, one at a time; in the order of the features. */
  readonly tab?: Tab
  /** Below the trace and its strip of tabs, across the whole stage: always there. */
  readonly strip?: Component
  /** Over the trace. Given `drawn`, the event of a frame that is on the screen. */
  readonly overlay?: Component
  /** Above the trace, whose height it shares. Given `drawn` too. */
  readonly above?: Component
  /** Over the whole window: drop targets, dialogs. */
  readonly layer?: Component
  readonly readouts?: readonly Readout[]
}
