// Moves of the time axis. All are pure: a view in, a view out, within what the instrument accepts.
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import { maxPositionSeconds, secondsPerDivRange } from '#shared/screen/ranges.ts'
import { step125 } from '#shared/units.ts'
import { clamp } from './clamp.ts'

type Timebase = Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>

export function clampTimebase({ secondsPerDiv, positionSeconds }: Timebase): Timebase {
  return {
    secondsPerDiv: clamp(secondsPerDiv, secondsPerDivRange.min, secondsPerDivRange.max),
    positionSeconds: clamp(positionSeconds, -maxPositionSeconds, maxPositionSeconds),
  }
}

/**
 * One 1-2-5 step in (-1) or out (1); what lies at `at` of the screen (0 left, 1 right) stays there.
 */
export function zoomStep(view: Timebase, direction: 1 | -1, at = 0.5): Timebase {
  const { secondsPerDiv } = clampTimebase({ ...view, secondsPerDiv: step125(view.secondsPerDiv, direction) })
  const held = (at - 0.5) * divisionsAcross
  return clampTimebase({
    secondsPerDiv,
    positionSeconds: view.positionSeconds + held * (view.secondsPerDiv - secondsPerDiv),
  })
}

/** Moves the window by divisions; a positive number moves it to later samples. */
export function pan(view: Timebase, divisions: number): Timebase {
  return clampTimebase({ ...view, positionSeconds: view.positionSeconds + divisions * view.secondsPerDiv })
}
