// What the menu of the trace offers of cursors.
import { divisionsAcross } from '#shared/screen/divisions.ts'
import type { MenuGroup, PointedTrace } from '../../kit/menu/menu.ts'
import { timeWindow } from '../../scale/axis.ts'
import { asOneStep } from '../../state/gesture.ts'
import { useView } from '../../state/view.ts'
import { useCursorMoves } from './use-cursor-moves.ts'
import { type CursorNumber, cursorNumbers, useCursors } from './use-cursors.ts'

function put(number: CursorNumber, x: number): void {
  const cursors = useCursors()
  const { timebase } = useView()
  const seconds = timeWindow(timebase).startSeconds + x * divisionsAcross * timebase.secondsPerDiv
  asOneStep(() => {
    if (!cursors.set.time) cursors.show('time', true)
    useCursorMoves().moveTimeByHand(number, seconds, false)
  })
}

export const cursorsMenu = ({ x }: PointedTrace): MenuGroup => ({
  place: 0,
  items: cursorNumbers.map((number) => ({ text: `Cursor ${number} here`, run: () => put(number, x) })),
})
