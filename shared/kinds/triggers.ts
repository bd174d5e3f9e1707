// The kinds of trigger there are. What finds their events in the samples is main/analysis/trigger/searches.ts.
import type { ChangeOf, Kinds, SettingsOf, ValuesOf } from './kinds.ts'

export const triggers = {
  edge: {
    name: 'Edge',
    parameters: {
      channel: { type: 'channel', name: 'Channel', default: 'voltage0' },
      slope: { type: 'choice', name: 'Slope', options: ['rising', 'falling'], default: 'rising' },
      // How far it can go is the channel's range; the instrument refuses what is beyond.
      level: { type: 'quantity', name: 'Level', unit: 'V', least: -1e6, most: 1e6, default: 0, step: 0.01 },
    },
  },
} as const satisfies Kinds

export type TriggerName = keyof typeof triggers
/** The values of one kind: `TriggerValues<'edge'>`. */
export type TriggerValues<K extends TriggerName> = ValuesOf<typeof triggers, K>
/** The values of whichever kind is chosen. */
export type TriggerSettings = SettingsOf<typeof triggers>
export type TriggerChange = ChangeOf<typeof triggers>
