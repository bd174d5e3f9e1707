// What main asks of the measurements: which there are, and what came of them.

import type { ChannelScale } from '../../measure/record/record-reader.ts'
import type { GateWindow } from '../../measure/running/gate.ts'
import type { MeasuredRow, RowFigures, RowPlot } from '../../measure/running/measured-row.ts'
import type { NewestFigures } from '../../measure/running/newest.ts'
import type { AskingLink } from './pending-answers.ts'

export class Measuring {
  readonly #link: AskingLink
  #rows: readonly MeasuredRow[] = []
  #gate: GateWindow | null = null

  constructor(link: AskingLink) {
    this.#link = link
  }

  /**
   * Measures this from now on, and keeps statistics of it. Those of a row that was there before go on.
   * @param gate only what lies in this window; through another one all statistics begin anew
   */
  set(rows: readonly MeasuredRow[], gate: GateWindow | null = null): void {
    this.#rows = rows
    this.#gate = gate
    this.tell()
  }

  /** Tells a thread what is measured: one that is started again begins with empty statistics. */
  tell(): void {
    this.#link.tell({ type: 'measure', rows: this.#rows, gate: this.#gate })
  }

  /** The statistics begin anew. */
  reset(): void {
    this.#link.tell({ type: 'resetMeasured' })
  }

  /** What came of it so far, in the order of the rows. @throws as {@link AskingLink.ask} */
  figures(): Promise<readonly RowFigures[]> {
    return this.#link.ask((request) => ({ type: 'measured', request }))
  }

  /** All values of a row since its statistics began, by its place; null: there is no such row. @throws as {@link AskingLink.ask} */
  plot(row: number): Promise<RowPlot | null> {
    return this.#link.ask((request) => ({ type: 'measuredPlot', request, row }))
  }

  /**
   * All measurements of these channels, from the newest record.
   * @param since nothing before this sample counts
   * @throws as {@link AskingLink.ask}
   */
  newest(channels: readonly ChannelScale[], since: number): Promise<readonly NewestFigures[]> {
    return this.#link.ask((request) => ({ type: 'measureNewest', request, channels, since }))
  }
}
