// The cursors of the operators' screens. The instrument keeps them, so that they are the same for all of them, are undone and
// are kept in a session.
import { unsetCursors } from '#shared/contract/topics/cursors.ts'
import { fail, say } from '#shared/errors.ts'
import { type CursorSettings, cursorSettings } from '#shared/kinds/settings.ts'
import type { Manner, Values } from './branches/branch.ts'

/** Before the names of the settings. */
export const cursorsRoot = 'cursors.'

const isChannel = (name: string): boolean => cursorSettings[name as keyof CursorSettings].type === 'channel'

export class CursorControl {
  #settings: CursorSettings = unsetCursors

  get settings(): CursorSettings {
    return this.#settings
  }

  /** The figures of a channel have become others. */
  rescale(id: string, scaled: (value: number) => number): void {
    const { channel1, channel2, y1, y2 } = this.#settings
    const next = (channel: string, y: typeof y1): typeof y1 => (channel === id && y !== 'auto' ? scaled(y) : y)
    this.#settings = { ...this.#settings, y1: next(channel1, y1), y2: next(channel2, y2) }
  }

  /**
   * @param values by path, each of which is one of the shape of its parameter
   * @param ids of all channels that a cursor can be bound to
   * @param manner `restore`: it was so before, also where another board is there now
   * @throws EINVAL for a channel that is none of these; nothing changes then
   */
  set(values: Values, ids: readonly string[], manner: Manner): void {
    const named = [...values].map(([path, value]) => [path.slice(cursorsRoot.length), value] as const)
    for (const [name, value] of named)
      if (manner === 'ask' && isChannel(name) && !ids.includes(String(value)))
        fail('EINVAL', say`There is no channel '${String(value)}' to bind a cursor to: there are ${ids.join(', ')}.`)
    this.#settings = { ...this.#settings, ...Object.fromEntries(named) }
  }
}
