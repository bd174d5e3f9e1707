// Which measurements there are and of what, as settings: one text for all of them, so that undo and sessions have them together.

import { measurementsText } from '#shared/kinds/measurement-text.ts'
import type { MeasurementGate } from '#shared/kinds/measurements.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { measurementSettings } from '#shared/kinds/settings.ts'
import type { Stack } from '../../board/stack.ts'
import type { MeasureControl } from '../../control/measure.ts'
import { type Branch, type Prepared, prepared, type Values } from './branch.ts'

export class MeasurementsBranch implements Branch {
  readonly isOfDevices = false
  readonly #measures: MeasureControl
  readonly #board: Pick<Stack, 'inputs'>

  constructor(measures: MeasureControl, board: Pick<Stack, 'inputs'>) {
    this.#measures = measures
    this.#board = board
  }

  leaves(): ReadonlyMap<string, Parameter> {
    return new Map(Object.entries<Parameter>(measurementSettings))
  }

  read(): Values {
    const { chosen, gate } = this.#measures
    return new Map([
      ['measurements.list', measurementsText(chosen)],
      ['measurements.gate', gate],
    ])
  }

  prepare(values: Values): Prepared {
    return prepared(async () => {
      // Of every device that could be captured: what is measured of one stays while another one is.
      const ids = this.#board.inputs.flatMap(({ device }) => device.scanElements.map(({ id }) => id))
      const list = values.get('measurements.list')
      const gate = values.get('measurements.gate')
      if (list !== undefined) this.#measures.set(String(list), [...new Set(ids)])
      if (gate !== undefined) this.#measures.setGate(gate as MeasurementGate)
    })
  }
}
