// The two cursors: one pair for all operators, kept by the instrument. Changed by `applySettings`, under `cursors.`.
import { type CursorSettings, cursorSettings } from '../../kinds/settings.ts'
import { defineTopic, slice } from '../../rpc/topic.ts'

export interface CursorsFields {
  readonly cursors: CursorSettings
}

/** Both pairs are off, and placed nowhere. */
export const unsetCursors = Object.fromEntries(
  Object.entries(cursorSettings).map(([name, { default: value }]) => [name, value]),
) as unknown as CursorSettings

export const cursors = defineTopic({
  state: slice<CursorsFields>({ cursors: unsetCursors }),
})
