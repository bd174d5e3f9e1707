// What keys and buttons of this feature do.
import { nextTick } from 'vue'
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useSearch } from '../../state/search.ts'
import { useCursorMoves } from './use-cursor-moves.ts'
import { type CursorAxis, type CursorNumber, useCursors } from './use-cursors.ts'

function toggle(axis: CursorAxis): void {
  const cursors = useCursors()
  cursors.show(axis, !cursors.set[axis])
}

/** Gives the keyboard to a cursor: to its time first, and to its amplitude when it has it already. */
async function take(number: CursorNumber): Promise<void> {
  const cursors = useCursors()
  if (!cursors.isShown) cursors.show('time', true)
  await nextTick()
  const onTrace = ['time', 'amplitude'].flatMap((axis) => document.getElementById(`cursor-${axis}-${number}`) ?? [])
  // Where there is no trace their fields have the keyboard.
  const inPanel = ['t', 'y'].flatMap(
    (name) => document.querySelector<HTMLElement>(`[data-testid=cursor-${name}${number}]`) ?? [],
  )
  const handles = onTrace.length > 0 ? onTrace : inPanel
  const at = document.activeElement === null ? -1 : handles.indexOf(document.activeElement as HTMLElement)
  handles[(at + 1) % handles.length]?.focus()
}

/** A cursor that is taken goes to an edge, until Esc lets go; else a search goes through its events. */
function toNext(direction: 1 | -1): unknown {
  const { taken, isShown } = useCursors()
  const search = useSearch()
  if (search.isOn && !(isShown && taken !== null)) return search.step(direction)
  return useCursorMoves().toEdge(direction)
}

export const cursorsCommands = {
  timeCursors: { group: 'Cursors', action: 'Time cursors on or off', keys: ['C'], run: () => toggle('time') },
  amplitudeCursors: {
    group: 'Cursors',
    action: 'Amplitude cursors on or off',
    keys: ['Shift+C'],
    run: () => toggle('amplitude'),
  },
  takeCursor1: {
    group: 'Cursors',
    action: 'Take cursor 1: arrows move it, with Shift by a division; again: its amplitude',
    keys: ['1'],
    gesture: 'Drag its line or its tag; Shift snaps to an edge',
    run: () => take(1),
  },
  takeCursor2: {
    group: 'Cursors',
    action: 'Take cursor 2; Esc lets go',
    keys: ['2'],
    gesture:
      'Double-click a tag puts it onto the nearest edge; of an amplitude onto the nearest of lowest, middle, highest',
    run: () => take(2),
  },
  nextEdge: {
    group: 'Cursors',
    action: 'Next event of the search; of a taken cursor, or without a search: to the next edge',
    keys: ['N'],
    run: () => toNext(1),
  },
  previousEdge: {
    group: 'Cursors',
    action: 'The event before, or the edge before',
    keys: ['P'],
    run: () => toNext(-1),
  },
  cursorsIntoView: {
    group: 'Cursors',
    action: 'Cursors into view',
    keys: ['V'],
    run: () => useCursors().intoView(),
  },
} satisfies CommandTable
