// The kinds of trigger there are. What finds their events in the samples is main/analysis/trigger/kinds/searches.ts.
import type { ChangeOf, Kinds, SettingsOf, ValuesOf } from './kinds.ts'

/** Longest time that a trigger measures, seconds. */
const longest = 100

// A name that several kinds share is the same parameter in all of them.
const channel = { type: 'channel', name: 'Channel', default: 'voltage0' } as const
const slope = { type: 'choice', name: 'Slope', options: ['rising', 'falling', 'either'], default: 'rising' } as const
const polarity = {
  type: 'choice',
  name: 'Polarity',
  options: ['positive', 'negative', 'either'],
  default: 'positive',
} as const
// How far levels can go is the channel's range; the instrument refuses what is beyond.
const level = { type: 'quantity', name: 'Level', unit: 'V', least: -1e6, most: 1e6, default: 0, step: 0.01 } as const
// Which of the two is lower is told by their values.
const lower = { ...level, name: 'Lower level', default: -0.1 } as const
const upper = { ...level, name: 'Upper level', default: 0.1 } as const
/** How a time is compared: with one limit, or with two of which either may be the longer. */
const condition = { type: 'choice', name: 'Condition', options: ['<', '>', 'inside', 'outside'], default: '<' } as const
/** High, low, or either. */
const state = { type: 'choice', name: 'State', options: ['H', 'L', 'X'], default: 'H' } as const
/** The edge that must come first. */
const arm = {
  armChannel: { ...channel, name: 'Armed by' },
  armSlope: { ...slope, name: 'Arm slope' },
  armLevel: { ...level, name: 'Arm level', of: 'armChannel' },
} as const
const time = { type: 'quantity', unit: 's', least: 0, most: longest, default: 1e-7, step: '1-2-5' } as const

export const triggers = {
  edge: {
    name: 'Edge',
    parameters: { channel, slope, level },
  },
  pulse: {
    name: 'Pulse',
    parameters: {
      channel,
      polarity,
      level,
      condition,
      width: { ...time, name: 'Width' },
      width2: { ...time, name: 'Second width', default: 1e-6 },
    },
  },
  runt: {
    name: 'Runt',
    parameters: { channel, polarity, lower, upper },
  },
  window: {
    name: 'Window',
    parameters: {
      channel,
      direction: { type: 'choice', name: 'Direction', options: ['enter', 'leave', 'either'], default: 'enter' },
      lower,
      upper,
    },
  },
  slew: {
    name: 'Slew rate',
    parameters: {
      channel,
      slope,
      lower,
      upper,
      condition,
      transition: { ...time, name: 'Transition' },
      transition2: { ...time, name: 'Second transition', default: 1e-6 },
    },
  },
  dropout: {
    name: 'Dropout',
    parameters: { channel, slope, level, timeout: { ...time, name: 'Timeout', default: 1e-6 } },
  },
  pattern: {
    name: 'Pattern',
    parameters: {
      channel,
      state,
      level,
      channelB: { ...channel, name: 'Channel B', default: 'voltage1' },
      stateB: { ...state, name: 'State B', default: 'X' },
      levelB: { ...level, name: 'Level B', of: 'channelB' },
      channelC: { ...channel, name: 'Channel C', default: 'voltage2' },
      stateC: { ...state, name: 'State C', default: 'X' },
      levelC: { ...level, name: 'Level C', of: 'channelC' },
      channelD: { ...channel, name: 'Channel D', default: 'voltage3' },
      stateD: { ...state, name: 'State D', default: 'X' },
      levelD: { ...level, name: 'Level D', of: 'channelD' },
    },
  },
  nth: {
    name: 'Nth edge',
    parameters: {
      channel,
      slope,
      level,
      count: { type: 'count', name: 'Edge', things: 'edges', least: 1, most: 1e9, default: 2 },
      ...arm,
    },
  },
  sequence: {
    name: 'A then B',
    parameters: { ...arm, channel, slope, level, within: { ...time, name: 'Within', default: 1e-6 } },
  },
} as const satisfies Kinds

export type TriggerName = keyof typeof triggers
/** The values of one kind: `TriggerValues<'edge'>`. */
export type TriggerValues<K extends TriggerName> = ValuesOf<typeof triggers, K>
/** The values of whichever kind is chosen. */
export type TriggerSettings = SettingsOf<typeof triggers>
export type TriggerChange = ChangeOf<typeof triggers>

/** The level of a trigger, volts; null for a kind that has none, or two. */
export function levelOf(trigger: TriggerSettings): number | null {
  return 'level' in trigger ? trigger.level : null
}
