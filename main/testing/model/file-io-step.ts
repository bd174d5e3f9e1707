// What the model of file-IO mode is played with: variants, steps, and the slots of its two blocks.
import type { FaultKind } from './play.ts'

export interface FileIoVariant {
  readonly direction: 'in' | 'out'
  readonly canTerminate: boolean
  readonly alignBytes: number
}

export const fileIoKinds = [
  ...(['move', 'move', 'move', 'move', 'complete', 'complete', 'short', 'failed'] as const),
  ...(['length', 'length', 'enable', 'enable', 'disable', 'watermark', 'reopen', 'blocks'] as const),
] as const

export interface FileIoStep {
  readonly kind: (typeof fileIoKinds)[number] | FaultKind
  readonly number: number
}

type SlotState = 'ready' | 'queued' | 'hardware' | 'done' | 'refused' | 'dead'

export interface Slot {
  readonly pages: number
  state: SlotState
  /** What it holds. */
  bytes: number
  tag: number
}
