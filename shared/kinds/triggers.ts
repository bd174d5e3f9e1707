// The kinds of trigger there are. What finds their events in the samples is main/analysis/trigger/kinds/searches.ts.
import { type ChangeOf, counts, type Kind, type Kinds, type SettingsOf, type ValuesOf } from './kinds.ts'

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
const lower = { ...level, name: 'Lower', default: -0.1 } as const
const upper = { ...level, name: 'Upper', default: 0.1 } as const
/** How a time is compared: with one limit, or with two of which either may be the longer. */
const condition = { type: 'choice', name: 'Condition', options: ['<', '>', 'inside', 'outside'], default: '<' } as const
/** High, low, or either. */
const state = { type: 'choice', name: 'State', options: ['H', 'L', 'X'], default: 'H' } as const
const time = { type: 'quantity', unit: 's', least: 0, most: longest, default: 1e-7, step: '1-2-5' } as const
const direction = {
  type: 'choice',
  name: 'Direction',
  options: ['enter', 'leave', 'either'],
  default: 'enter',
} as const
const width = { ...time, name: 'Width' } as const
const width2 = { ...time, name: 'Width 2', default: 1e-6 } as const
const transition = { ...time, name: 'Transition' } as const
const transition2 = { ...time, name: 'Transition 2', default: 1e-6 } as const
const timeout = { ...time, name: 'Timeout', default: 1e-6 } as const

/** The kinds of event, each of one channel, that can arm a trigger, and that can follow one. */
const eventKinds = ['edge', 'pulse', 'runt', 'window', 'slew', 'dropout'] as const
const event = { type: 'choice', name: 'Event', options: eventKinds, default: 'edge' } as const
/** The event that must come first: `arm` stands before the name of each parameter of its kind. */
const arm = {
  armKind: { ...event, name: 'Armed by' },
  armChannel: { ...channel, name: 'Arm ch.' },
  armSlope: { ...slope, name: 'Arm slope' },
  armPolarity: { ...polarity, name: 'Arm pol.' },
  armDirection: { ...direction, name: 'Arm dir.' },
  armLevel: { ...level, name: 'Arm level', of: 'armChannel' },
  armLower: { ...lower, name: 'Arm lower', of: 'armChannel' },
  armUpper: { ...upper, name: 'Arm upper', of: 'armChannel' },
  armCondition: { ...condition, name: 'Arm cond.' },
  armWidth: { ...width, name: 'Arm width' },
  armWidth2: { ...width2, name: 'Arm width 2' },
  armTransition: { ...transition, name: 'Arm trans.' },
  armTransition2: { ...transition2, name: 'Arm tr. 2' },
  armTimeout: { ...timeout, name: 'Arm timeout' },
} as const

/** Kinds of event that a parameter belongs to. */
const kindsOf = {
  slope: ['edge', 'slew', 'dropout'],
  polarity: ['pulse', 'runt'],
  direction: ['window'],
  level: ['edge', 'pulse', 'dropout'],
  lower: ['runt', 'window', 'slew'],
  upper: ['runt', 'window', 'slew'],
  condition: ['pulse', 'slew'],
  width: ['pulse'],
  transition: ['slew'],
  timeout: ['dropout'],
} as const satisfies { readonly [name: string]: readonly (typeof eventKinds)[number][] }
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
/** Two limits are compared with, not one. */
const between = (name: string) => ({ of: name, is: ['inside', 'outside'] }) as const
const onlyOfArm = {
  ...Object.fromEntries(
    Object.entries(kindsOf).map(([name, is]) => [`arm${capital(name)}`, [{ of: 'armKind', is }]] as const),
  ),
  armWidth2: [{ of: 'armKind', is: kindsOf.width }, between('armCondition')],
  armTransition2: [{ of: 'armKind', is: kindsOf.transition }, between('armCondition')],
}
const onlyOfEvent = {
  ...Object.fromEntries(Object.entries(kindsOf).map(([name, is]) => [name, [{ of: 'event', is }]] as const)),
  width2: [{ of: 'event', is: kindsOf.width }, between('condition')],
  transition2: [{ of: 'event', is: kindsOf.transition }, between('condition')],
}

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
      width,
      width2,
    },
    only: { width2: [between('condition')] },
  },
  runt: {
    name: 'Runt',
    parameters: { channel, polarity, lower, upper },
  },
  window: {
    name: 'Window',
    parameters: {
      channel,
      direction,
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
      transition,
      transition2,
    },
    only: { transition2: [between('condition')] },
  },
  dropout: {
    name: 'Dropout',
    parameters: { channel, slope, level, timeout },
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
    only: onlyOfArm,
  },
  sequence: {
    name: 'A then B',
    parameters: {
      ...arm,
      event,
      channel,
      slope,
      polarity,
      direction,
      level,
      lower,
      upper,
      condition,
      width,
      width2,
      transition,
      transition2,
      timeout,
      within: { ...time, name: 'Within', default: 1e-6 },
    },
    only: { ...onlyOfArm, ...onlyOfEvent },
  },
} as const satisfies Kinds

export type TriggerName = keyof typeof triggers
/** The values of one kind: `TriggerValues<'edge'>`. */
export type TriggerValues<K extends TriggerName> = ValuesOf<typeof triggers, K>
/** The values of whichever kind is chosen. */
export type TriggerSettings = SettingsOf<typeof triggers>
export type TriggerChange = ChangeOf<typeof triggers>

/** Whether a parameter of this trigger counts, as it is set: that of a kind of event which it does not wait for does not. */
export function countsIn(trigger: TriggerSettings, name: string): boolean {
  return counts(triggers[trigger.kind] satisfies Kind, name, trigger)
}

/** The level of a trigger, volts; null for a kind that has none, or two. */
export function levelOf(trigger: TriggerSettings): number | null {
  return 'level' in trigger && countsIn(trigger, 'level') ? trigger.level : null
}
