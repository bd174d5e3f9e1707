// What the screen shows, as parameters: the time axis, the overview above it, and how the trace is drawn.
import { maxPositionSeconds, secondsPerDivRange } from '../screen/ranges.ts'
import type { Parameter } from './parameter.ts'

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
  'overview.on': { type: 'flag', name: 'Overview', default: false },
  // `auto`: ten times as long as what it is the overview of, about its middle.
  'overview.secondsPerDiv': {
    type: 'quantity',
    name: 'Overview time per division',
    unit: 's',
    least: secondsPerDivRange.min,
    most: secondsPerDivRange.max,
    default: 'auto',
    step: '1-2-5',
    orAuto: true,
  },
  'overview.position': {
    type: 'quantity',
    name: 'Overview position',
    unit: 's',
    least: -maxPositionSeconds,
    most: maxPositionSeconds,
    default: 'auto',
    step: 1e-9,
    orAuto: true,
  },
  'screen.dots': { type: 'choice', name: 'Dots', options: ['auto', 'on', 'off'], default: 'auto' },
  'screen.interpolation': { type: 'choice', name: 'Interpolation', options: ['sinc', 'linear'], default: 'sinc' },
} as const satisfies Readonly<Record<string, Parameter>>
