// Recordings of programs that are killed, stopped, not heard, out of space, without a thread, without a viewer.
import { describe, expect, it } from 'vitest'
import { recordHeadless, recordInBrowserFront } from './console-fronts.ts'
import { type Trial, trialsOf } from './faults.ts'
import { tried } from './trial.ts'

const nameOf = ({ fault, samplingFrequencyHz, atBytes }: Trial): string =>
  `${fault} at ${samplingFrequencyHz / 1e6} MS/s, with ${atBytes} bytes in the file`

describe('a recording can be read, holds what it should, and nothing false is said of it', () => {
  it.each(trialsOf('headless', 1, 2).map((trial) => [nameOf(trial), trial] as const))(
    'without a screen: %s',
    async (_name, trial) => expect(await tried(trial, recordHeadless)).toEqual([]),
    240_000,
  )
  it.each(trialsOf('browser', 2, 1).map((trial) => [nameOf(trial), trial] as const))(
    'in the browser front: %s',
    async (_name, trial) => expect(await tried(trial, recordInBrowserFront)).toEqual([]),
    240_000,
  )
})
