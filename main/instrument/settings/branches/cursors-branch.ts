// The settings of the two cursors.
import type { Parameter } from '#shared/kinds/parameter.ts'
import { cursorSettings } from '#shared/kinds/settings.ts'
import { mathTraceId } from '#shared/names.ts'
import type { Stack } from '../../board/stack.ts'
import { type CursorControl, cursorsRoot } from '../cursors.ts'
import { type Branch, type Prepared, prepared, type Values } from './branch.ts'

export class CursorsBranch implements Branch {
  readonly isOfDevices = false
  readonly #cursors: CursorControl
  readonly #board: Pick<Stack, 'inputs'>

  constructor(cursors: CursorControl, board: Pick<Stack, 'inputs'>) {
    this.#cursors = cursors
    this.#board = board
  }

  leaves(): ReadonlyMap<string, Parameter> {
    const entries = Object.entries<Parameter>(cursorSettings)
    return new Map(entries.map(([name, one]) => [`${cursorsRoot}${name}`, one]))
  }

  read(): Values {
    return new Map(Object.entries(this.#cursors.settings).map(([name, value]) => [`${cursorsRoot}${name}`, value]))
  }

  prepare(values: Values): Prepared {
    // Of every device that could be captured: a cursor stays bound to its channel while another device is.
    const channels = this.#board.inputs.flatMap(({ device }) => device.scanElements.map(({ id }) => id))
    const ids = [...new Set([...channels, mathTraceId])]
    return prepared(async (manner) => this.#cursors.set(values, ids, manner))
  }
}
