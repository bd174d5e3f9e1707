// The settings of the instrument that are its own, as parameters, under the names that `--set`, a session file and the page
// use. Attributes of devices are settings too; their texts are the devices' own.
import { maxOffsetDivisions, maxPositionSeconds, secondsPerDivRange, voltsPerDivRange } from '../screen/ranges.ts'
import { acquisitionNames } from './acquisitions.ts'
import { type FunctionSettings, functions } from './functions.ts'
import { measurementGates } from './measurements.ts'
import type { Parameter, ValueOf } from './parameter.ts'
import { type TriggerName, triggers } from './triggers.ts'

/** Time axis and what is drawn. */
export const screenSettings = {
  'timebase.secondsPerDiv': {
    type: 'quantity',
    name: 'Time per division',
    unit: 's',
    least: secondsPerDivRange.min,
    most: secondsPerDivRange.max,
    default: 2e-7,
    step: '1-2-5',
  },
  'timebase.position': {
    type: 'quantity',
    name: 'Position',
    unit: 's',
    least: -maxPositionSeconds,
    most: maxPositionSeconds,
    default: 0,
    step: 1e-9,
  },
  'screen.persistence': { type: 'flag', name: 'Persistence', default: true },
} as const satisfies Readonly<Record<string, Parameter>>

/** How a channel is drawn; `auto`: the channels that are on share the screen. Behind `channels.ID.`. */
export const channelSettings = {
  voltsPerDiv: {
    type: 'quantity',
    name: 'Scale',
    unit: 'V',
    least: voltsPerDivRange.min,
    most: voltsPerDivRange.max,
    default: 'auto',
    step: '1-2-5',
    orAuto: true,
  },
  offset: {
    type: 'quantity',
    name: 'Offset',
    unit: 'V',
    least: -maxOffsetDivisions * voltsPerDivRange.max,
    most: maxOffsetDivisions * voltsPerDivRange.max,
    default: 'auto',
    step: 0.01,
    orAuto: true,
  },
} as const satisfies Readonly<Record<string, Parameter>>

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
    name: 'Hold-off n',
    things: 'events',
    least: 0,
    most: 1e9,
    default: 0,
  },
} as const satisfies Readonly<Record<string, Parameter>>

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
