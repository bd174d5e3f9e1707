// Channels of the dummy: every kind of name IIO can make, and no hardware behind them.
import {
  type AttributeTable,
  booleanAttribute,
  type ChannelSpec,
  constantAttribute,
  numberAttribute,
  timestampChannel,
} from '#main/iio/index.ts'

/** Settings a person can change, and what direct reads give. */
export interface DummyState {
  readRaw(value: number): Promise<number>
  dacRaw: number
  steps: number
  thresholdEnabled: boolean
  threshold: number
}

export function dummyChannels(state: DummyState): ChannelSpec[] {
  const raw = (value: number): AttributeTable => ({ raw: numberAttribute({ get: () => state.readRaw(value) }) })
  return [
    {
      kind: 'voltage',
      channel: 0,
      scanIndex: 0,
      scanType: { sign: 'u', realbits: 13, storagebits: 16 },
      attributes: {
        ...raw(73),
        offset: constantAttribute(7),
        scale: constantAttribute(0.001333),
        thresh_rising_en: booleanAttribute({
          get: () => state.thresholdEnabled,
          set: (on) => {
            state.thresholdEnabled = on
          },
        }),
        thresh_rising_value: numberAttribute({
          integer: true,
          get: () => state.threshold,
          set: (value) => {
            state.threshold = value
          },
        }),
      },
    },
    {
      kind: 'voltage',
      channel: 1,
      channel2: 2,
      scanIndex: 1,
      scanType: { sign: 's', realbits: 12, storagebits: 16 },
      attributes: { ...raw(33), scale: constantAttribute(0.000001344) },
    },
    {
      kind: 'voltage',
      channel: 3,
      channel2: 4,
      scanIndex: 2,
      scanType: { sign: 's', realbits: 11, storagebits: 16 },
      attributes: { ...raw(-34), scale: constantAttribute(0.000001344) },
    },
    {
      kind: 'accel',
      modifier: 'x',
      scanIndex: 3,
      scanType: { sign: 's', realbits: 16 },
      attributes: { ...raw(34), calibbias: constantAttribute(-7) },
    },
    timestampChannel(4),
    {
      kind: 'voltage',
      direction: 'out',
      channel: 0,
      attributes: {
        raw: numberAttribute({
          integer: true,
          get: () => state.dacRaw,
          set: (value) => {
            state.dacRaw = value
          },
        }),
      },
    },
    {
      kind: 'steps',
      attributes: {
        input: numberAttribute({
          integer: true,
          min: 0,
          get: () => state.steps,
          set: (value) => {
            state.steps = value
          },
        }),
      },
    },
    { kind: 'activity', modifier: 'running', attributes: { input: constantAttribute(0) } },
  ]
}
