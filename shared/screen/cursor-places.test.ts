import { expect, it } from 'vitest'
import { cursorSpan, ownCursorSeconds } from './cursor-places.ts'

it('a cursor that was placed nowhere stands at its part of the screen', () => {
  expect(ownCursorSeconds(1, { secondsPerDiv: 1e-3, positionSeconds: 0 })).toBeCloseTo(-2e-3, 9)
  expect(ownCursorSeconds(2, { secondsPerDiv: 1e-3, positionSeconds: 5e-3 })).toBeCloseTo(7e-3, 9)
})

it('the span goes from the earlier to the later one', () => {
  const timebase = { secondsPerDiv: 1e-3, positionSeconds: 0 }
  expect(cursorSpan({ t1: 3e-3, t2: -1e-3 }, timebase)).toEqual([-1e-3, 3e-3])
  expect(cursorSpan({ t1: 'auto', t2: -4e-3 }, timebase)).toEqual([-4e-3, ownCursorSeconds(1, timebase)])
})
