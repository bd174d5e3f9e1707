// The settings of the instrument that are its own, as parameters, under the names that `--set`, a session file and the page
// use. Attributes of devices are settings too; their texts are the devices' own.
import { divisionsAcross } from '../screen/divisions.ts'
import {
  leastPerDiv,
  maxOffsetDivisions,
  maxPositionSeconds,
  mostPerDiv,
  probeFactorRange,
  secondsPerDivRange,
} from '../screen/ranges.ts'
import { acquisitionNames } from './acquisitions.ts'
import { type FunctionSettings, functions } from './functions.ts'
import { measurementGates } from './measurements.ts'
import type { Parameter, ValueOf } from './parameter.ts'
import { type TriggerName, triggers } from './triggers.ts'

/** How a channel is drawn; `auto`: the channels that are on share the screen. Behind `channels.ID.`. */
export const channelSettings = {
  voltsPerDiv: {
    type: 'quantity',
    name: 'Scale',
    unit: 'V',
    least: leastPerDiv,
    most: mostPerDiv,
    default: 'auto',
    step: '1-2-5',
    orAuto: true,
  },
  offset: {
    type: 'quantity',
    name: 'Offset',
    unit: 'V',
    least: -maxOffsetDivisions * mostPerDiv,
    most: maxOffsetDivisions * mostPerDiv,
    default: 'auto',
    step: 0.01,
    orAuto: true,
  },
} as const satisfies Readonly<Record<string, Parameter>>

/** Longest label and unit of a channel, in characters. */
const mostLabel = 12
const mostUnit = 6

/**
 * What stands before a channel, and what it is called: figures of the channel are those of the converter times the factor of
 * the probe. Behind `channels.ID.`, as the settings of how it is drawn.
 */
export const inputSettings = {
  probe: { type: 'choice', name: 'Probe', options: ['voltage', 'current'], default: 'voltage' },
  attenuation: {
    type: 'quantity',
    name: 'Attenuation',
    unit: 'x',
    least: probeFactorRange.min,
    most: probeFactorRange.max,
    default: 1,
    step: '1-2-5',
  },
  voltsPerAmpere: {
    type: 'quantity',
    name: 'Volts per ampere',
    unit: 'V/A',
    least: 1 / probeFactorRange.max,
    most: 1 / probeFactorRange.min,
    default: 0.1,
    step: '1-2-5',
  },
  inverted: { type: 'flag', name: 'Inverted', default: false },
  bandwidth: {
    type: 'quantity',
    name: 'Bandwidth limit',
    unit: 'Hz',
    least: 1,
    most: 1e11,
    default: 0,
    step: '1-2-5',
    orOff: true,
  },
  label: { type: 'text', name: 'Label', mostLength: mostLabel, default: '' },
  unit: { type: 'text', name: 'Unit', mostLength: mostUnit, default: '' },
} as const satisfies Readonly<Record<string, Parameter>>

/** What stands before a channel. */
export type InputSettings = { readonly [N in keyof typeof inputSettings]: ValueOf<(typeof inputSettings)[N]> }

export const defaultInput: InputSettings = {
  probe: inputSettings.probe.default,
  attenuation: inputSettings.attenuation.default,
  voltsPerAmpere: inputSettings.voltsPerAmpere.default,
  inverted: inputSettings.inverted.default,
  bandwidth: inputSettings.bandwidth.default,
  label: inputSettings.label.default,
  unit: inputSettings.unit.default,
}

/** Units of the channel's figures for each volt at its input; negative where it is inverted. */
export function probeFactor({ probe, attenuation, voltsPerAmpere, inverted }: InputSettings): number {
  const factor = probe === 'current' ? 1 / voltsPerAmpere : attenuation
  return inverted ? -factor : factor
}

/** Most of anything in a buffer; what is possible now is the rule of shared/buffer. */
const most = 2 ** 31

export const bufferSettings = {
  'buffer.blockBytes': {
    type: 'count',
    name: 'Block size',
    things: 'bytes',
    least: 1,
    most,
    default: 'auto',
    orAuto: true,
  },
  'buffer.blockCount': {
    type: 'count',
    name: 'Blocks',
    things: 'blocks',
    least: 1,
    most: 2 ** 20,
    default: 'auto',
    orAuto: true,
  },
  'buffer.watermark': {
    type: 'count',
    name: 'Watermark',
    things: 'samples',
    least: 1,
    most,
    default: 'auto',
    orAuto: true,
  },
} as const satisfies Readonly<Record<string, Parameter>>

/** What is measured all the time: see measurement-text.ts. */
export const measurementSettings = {
  'measurements.list': { type: 'text', name: 'Measurements', mostLength: 2048, default: '' },
  'measurements.gate': { type: 'choice', name: 'Measured', options: measurementGates, default: 'off' },
} as const satisfies Readonly<Record<string, Parameter>>

/** How the drawn trace is made; the parameters of a mode stand behind `acquisition.MODE.`. */
export const acquisitionSettings = {
  'acquisition.mode': { type: 'choice', name: 'Mode', options: acquisitionNames, default: 'sample' },
} as const satisfies Readonly<Record<string, Parameter>>

/** Records that are kept, one behind the other. */
export const segmentSettings = {
  'segments.on': { type: 'flag', name: 'Segments', default: false },
  'segments.count': { type: 'count', name: 'Segments wanted', things: 'segments', least: 1, most: 1e7, default: 1000 },
  'segments.length': {
    type: 'count',
    name: 'Segment length',
    things: 'samples',
    least: 2,
    most: 1 << 20,
    default: 1000,
  },
  'segments.before': {
    type: 'quantity',
    name: 'Part of a segment before its trigger',
    unit: '%',
    least: 0,
    most: 100,
    default: 20,
    step: 10,
  },
  'segments.overlay': {
    type: 'count',
    name: 'Segments drawn over each other',
    things: 'segments',
    least: 0,
    most: 1e7,
    default: 0,
  },
  /** 0: above the noise. */
  'segments.tolerance': {
    type: 'quantity',
    name: 'What a segment may differ by',
    unit: 'V',
    least: 0,
    most: 1e6,
    default: 0,
    step: 0.01,
  },
} as const satisfies Readonly<Record<string, Parameter>>

type SegmentPath = keyof typeof segmentSettings

/** What is kept of the stream as segments. */
export type SegmentSettings = {
  readonly [P in SegmentPath as P extends `segments.${infer Name}` ? Name : never]: ValueOf<(typeof segmentSettings)[P]>
}

/** Every place the screen can show, in seconds after its reference. */
const mostCursorSeconds = maxPositionSeconds + (divisionsAcross / 2) * secondsPerDivRange.max

/**
 * Two cursors; behind `cursors.`. Each has a time after the trigger (or after the sample that is looked at) and an amplitude of
 * the channel it is bound to. `auto`: it was placed nowhere yet, and stands at its own place of whatever is on the screen.
 */
export const cursorSettings = {
  time: { type: 'flag', name: 'Time pair', default: false },
  amplitude: { type: 'flag', name: 'Amplitude pair', default: false },
  t1: cursorTime('Time 1'),
  t2: cursorTime('Time 2'),
  y1: cursorAmplitude('Amplitude 1', 'channel1'),
  y2: cursorAmplitude('Amplitude 2', 'channel2'),
  channel1: { type: 'channel', name: 'Channel 1', default: 'voltage0' },
  channel2: { type: 'channel', name: 'Channel 2', default: 'voltage0' },
  tracked1: { type: 'flag', name: 'Tracking 1', default: false },
  tracked2: { type: 'flag', name: 'Tracking 2', default: false },
} as const satisfies Readonly<Record<string, Parameter>>

/** The cursors as they are set. */
export type CursorSettings = { readonly [N in keyof typeof cursorSettings]: ValueOf<(typeof cursorSettings)[N]> }

function cursorTime<const N extends string>(name: N) {
  const [least, most] = [-mostCursorSeconds, mostCursorSeconds]
  return { type: 'quantity', name, unit: 's', least, most, default: 'auto', step: 1e-9, orAuto: true } as const
}

/** @param of whose unit it is in */
function cursorAmplitude<const N extends string>(name: N, of: string) {
  return {
    type: 'quantity',
    name,
    unit: 'V',
    least: -1e6,
    most: 1e6,
    default: 'auto',
    step: 0.01,
    orAuto: true,
    of,
  } as const
}

/** Which function the math trace shows; its parameters stand behind `math.`. */
export const mathSettings = {
  'math.function': {
    type: 'choice',
    name: 'Function',
    options: Object.keys(functions) as [FunctionSettings['kind'], ...FunctionSettings['kind'][]],
    default: 'off',
  },
} as const satisfies Readonly<Record<string, Parameter>>

/** What every trigger has, whatever its kind; its other settings are the parameters of its kind, behind `trigger.`. */
export const triggerSettings = {
  'trigger.mode': { type: 'choice', name: 'Mode', options: ['auto', 'normal'], default: 'auto' },
  'trigger.kind': {
    type: 'choice',
    name: 'Kind',
    options: Object.keys(triggers) as [TriggerName, ...TriggerName[]],
    default: 'edge',
  },
  'trigger.hysteresis': {
    type: 'quantity',
    name: 'Hysteresis',
    unit: 'V',
    least: 0,
    most: 1e6,
    default: 'auto',
    step: 0.01,
    orAuto: true,
  },
  'trigger.noiseReject': { type: 'flag', name: 'Noise rej.', default: false },
  'trigger.holdoff': {
    type: 'quantity',
    name: 'Hold-off',
    unit: 's',
    least: 0,
    most: 100,
    default: 0,
    step: 1e-6,
  },
  'trigger.holdoffEvents': {
    type: 'count',
    name: 'Skip events',
    things: 'events',
    least: 0,
    most: 1e9,
    default: 0,
  },
} as const satisfies Readonly<Record<string, Parameter>>

/** A search over the memory: any kind of trigger, with values of its own behind `search.`, or none. */
export const searchSettings = {
  'search.kind': {
    ...triggerSettings['trigger.kind'],
    options: ['off', ...Object.keys(triggers)] as SearchKinds,
    default: 'off',
  },
  'search.hysteresis': triggerSettings['trigger.hysteresis'],
  'search.noiseReject': triggerSettings['trigger.noiseReject'],
} as const satisfies Readonly<Record<string, Parameter>>

type SearchKinds = ['off', ...TriggerName[]]

type CommonPath = Exclude<keyof typeof triggerSettings, 'trigger.mode' | 'trigger.kind'>

/** Of every kind: how noise, and what follows a trigger, is passed over. */
export type TriggerCommon = {
  readonly [P in CommonPath as P extends `trigger.${infer Name}` ? Name : never]: ValueOf<(typeof triggerSettings)[P]>
}

export const defaultTriggerCommon: TriggerCommon = {
  hysteresis: triggerSettings['trigger.hysteresis'].default,
  noiseReject: triggerSettings['trigger.noiseReject'].default,
  holdoff: triggerSettings['trigger.holdoff'].default,
  holdoffEvents: triggerSettings['trigger.holdoffEvents'].default,
}
