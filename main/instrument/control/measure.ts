// Which measurements there are, in volts and names on this side, in codes on the analyser's, and what came of them.
import type { AnalysisHost, ChannelScale, GateWindow, MeasuredRow, RowFigures } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ChannelMeasures, MeasurementFigures, MeasurementPlot } from '#shared/contract/topics/measure.ts'
import { fail, say } from '#shared/errors.ts'
import { unitFor } from '#shared/iio/channel-unit.ts'
import { measurementText, parseMeasurements } from '#shared/kinds/measurement-text.ts'
import {
  type ChosenMeasurement,
  type MeasurementGate,
  measurements,
  noResultReasons,
} from '#shared/kinds/measurements.ts'
import type { CursorSettings } from '#shared/kinds/settings.ts'
import { cursorSpan, type Timebase } from '#shared/screen/cursor-places.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'

const scaleOf = ({ index, scaleMillivolts, offsetCodes }: ChannelState): ChannelScale => ({
  scanIndex: index,
  voltsPerCode: scaleMillivolts / 1000,
  offsetCodes,
})

/** A channel of another device than the one that is captured. */
const nowhere: ChannelScale = { scanIndex: -1, voltsPerCode: 1, offsetCodes: 0 }

export class MeasureControl {
  readonly #measuring: AnalysisHost['measuring'] | null
  #chosen: readonly ChosenMeasurement[] = []
  #channels: readonly ChannelState[] = []
  /** What the analyser was told. */
  #told = '[[],null]'

  #gate: MeasurementGate = 'off'
  readonly #screen: () => Timebase
  readonly #cursors: () => Pick<CursorSettings, 't1' | 't2'>

  /**
   * @param screen the time base now
   * @param cursors where they are now
   */
  constructor(analysis: AnalysisHost | null, screen: () => Timebase, cursors: () => Pick<CursorSettings, 't1' | 't2'>) {
    this.#measuring = analysis?.measuring ?? null
    this.#screen = screen
    this.#cursors = cursors
  }

  get chosen(): readonly ChosenMeasurement[] {
    return this.#chosen
  }

  /** @param text as {@link parseMeasurements} reads it @throws EINVAL; nothing changes then */
  set(text: string, channels: readonly string[]): void {
    this.#chosen = parseMeasurements(text, channels)
    this.apply(this.#channels)
  }

  get gate(): MeasurementGate {
    return this.#gate
  }

  setGate(gate: MeasurementGate): void {
    this.#gate = gate
    this.apply(this.#channels)
  }

  /** What is measured before and behind a trigger; null: all there is. */
  get #window(): GateWindow | null {
    if (this.#gate === 'off') return null
    const timebase = this.#screen()
    if (this.#gate === 'cursors') {
      const [from, until] = cursorSpan(this.#cursors(), timebase)
      return { preSeconds: -from, postSeconds: until }
    }
    const { secondsPerDiv, positionSeconds } = timebase
    const half = (secondsPerDiv * divisionsAcross) / 2
    return { preSeconds: half - positionSeconds, postSeconds: half + positionSeconds }
  }

  /** Tells the analyser again when a scale has changed, or what is on the screen. */
  apply(channels: readonly ChannelState[]): void {
    this.#channels = channels
    const scaled = (id: string): ChannelScale => {
      const channel = channels.find((one) => one.id === id)
      return channel === undefined ? nowhere : scaleOf(channel)
    }
    const rows = this.#chosen.map(
      ({ name, channel, to }): MeasuredRow => ({ name, of: scaled(channel), to: to === null ? null : scaled(to) }),
    )
    const window = this.#window
    const told = JSON.stringify([rows, window])
    if (told === this.#told) return
    this.#told = told
    this.#measuring?.set(rows, window)
  }

  /** The statistics begin anew. */
  reset(): void {
    this.#measuring?.reset()
  }

  /** In the order of the measurements. @throws ENODEV while the analysis is not there; EIO when it ends meanwhile */
  async figures(): Promise<readonly MeasurementFigures[]> {
    if (this.#chosen.length === 0 || this.#measuring === null) return []
    const chosen = this.#chosen
    const found = await this.#measuring.figures()
    return chosen.flatMap((one, k) => (found[k] === undefined ? [] : [figuresOf(one, this.#unitOf(one), found[k])]))
  }

  /** @param text of one of the measurements @throws ENOENT when it is not measured; else as {@link figures} */
  async plot(text: string): Promise<MeasurementPlot> {
    const row = this.#chosen.findIndex((one) => measurementText(one) === text)
    const one = this.#chosen[row]
    const found = one === undefined ? null : await this.#measuring?.plot(row)
    if (one === undefined || found === null || found === undefined)
      fail('ENOENT', say`'${text}' is not measured; the setting measurements.list says what is.`)
    return { ...found, unit: this.#unitOf(one) }
  }

  #unitOf({ name, channel }: ChosenMeasurement): string {
    const unit = this.#channels.find(({ id }) => id === channel)?.unit ?? 'V'
    return unitFor(measurements[name].unit, [unit]) || '1'
  }

  /**
   * All measurements of every channel that is on, from its newest record.
   * @param since nothing before this sample counts
   */
  async newest(channels: readonly ChannelState[], since: number): Promise<readonly ChannelMeasures[]> {
    const captured = channels.filter(({ enabled }) => enabled)
    const found = (await this.#measuring?.newest(captured.map(scaleOf), since)) ?? []
    return found.flatMap(({ scanIndex, values }) =>
      captured.filter(({ index }) => index === scanIndex).map(({ id }) => ({ channel: id, values })),
    )
  }
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

function figuresOf(
  { name, channel, to }: ChosenMeasurement,
  unit: string,
  { figures, reason, share }: RowFigures,
): MeasurementFigures {
  const { now, mean, min, max, sigma, count } = figures
  return {
    name,
    channel,
    to,
    unit,
    now: reason === null ? orNull(now) : null,
    mean: orNull(mean),
    min: orNull(min),
    max: orNull(max),
    sigma: orNull(sigma),
    count,
    share,
    reason: reason === null ? null : noResultReasons[reason],
  }
}
