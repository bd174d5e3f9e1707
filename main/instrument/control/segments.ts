// Segments: in seconds, volts and names on this side, in scans and codes on the analyser's.
import {
  type AnalysisHost,
  type SegmentTrace as CodeTrace,
  type SegmentRow,
  segmentBytes,
} from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type {
  SegmentRow as Row,
  SegmentDiffering,
  SegmentFigures,
  SegmentOverlay,
  SegmentPlace,
  SegmentTrace,
} from '#shared/contract/topics/memory/segments.ts'
import type { CallRequest } from '#shared/contract/topics.ts'
import { fail, say } from '#shared/errors.ts'
import type { ParameterValue } from '#shared/kinds/parameter.ts'
import { type SegmentSettings, segmentSettings } from '#shared/kinds/settings.ts'
import { formatBytes } from '#shared/units.ts'

/** The stream that segments are of. */
interface Stream {
  readonly samplingFrequencyHz: number
  readonly channels: readonly ChannelState[]
}

export class SegmentControl {
  readonly #segmenting: AnalysisHost['segmenting'] | null
  readonly #stream: () => Stream
  #settings: SegmentSettings = {
    on: segmentSettings['segments.on'].default,
    count: segmentSettings['segments.count'].default,
    length: segmentSettings['segments.length'].default,
    before: segmentSettings['segments.before'].default,
    overlay: segmentSettings['segments.overlay'].default,
    tolerance: segmentSettings['segments.tolerance'].default,
  }

  constructor(analysis: Pick<AnalysisHost, 'segmenting'> | null, stream: () => Stream) {
    this.#segmenting = analysis?.segmenting ?? null
    this.#stream = stream
  }

  get settings(): SegmentSettings {
    return this.#settings
  }

  /**
   * Those there are are forgotten when what is kept becomes another.
   * @param values by their names, checked
   * @param isAsked somebody wants them: they must fit; else as many are kept as there is room for
   * @throws ENOMEM; nothing changes then
   */
  set(values: ReadonlyMap<string, ParameterValue>, isAsked: boolean): void {
    const next = { ...this.#settings, ...Object.fromEntries(values) } as SegmentSettings
    if (next.on && isAsked) this.#check(next)
    const before = keptOf(this.#settings)
    this.#settings = next
    if (keptOf(next) !== before) this.clear()
  }

  /** Forgets those there are, and begins anew. */
  clear(): void {
    const { on, count, length } = this.#settings
    const wanted = { count, scans: length, before: this.#beforeScans }
    this.#segmenting?.set(on ? wanted : null)
  }

  /** Null: none are kept. @throws ENODEV while the analysis is not there; EIO when it ends meanwhile */
  async figures(): Promise<SegmentFigures | null> {
    const found = this.#settings.on ? await this.#segmenting?.figures() : null
    if (found === null || found === undefined) return null
    const seconds = (scans: number | null): number | null => (scans === null ? null : scans * this.#interval)
    const { wanted, room, kept, lost, cut, blindScans: blindSamples } = found
    return {
      ...{ wanted, room, kept, lost, cut, blindSamples },
      rearm: seconds(found.rearmScans),
      first: seconds(found.first),
      last: seconds(found.last),
      dtMin: seconds(found.least),
      dtMean: seconds(found.mean),
      dtMax: seconds(found.most),
    }
  }

  /** @throws EINVAL there is no such channel; else as {@link figures} */
  async rows(asked: { first: number; count: number; channel: string; columns: number }): Promise<readonly Row[]> {
    const channel = this.#channel(asked.channel)
    const found = await this.#segmenting?.rows(asked.first, asked.count, channel.index, asked.columns)
    const inUnit = inUnitOf(channel)
    return (found ?? []).map((row) => ({ ...this.#place(row), picture: row.picture.map(inUnit) }))
  }

  /** @throws ENOENT it is not there; else as {@link figures} */
  async trace(index: number, columns: number): Promise<SegmentTrace> {
    const found = this.#settings.on ? await this.#segmenting?.trace(index, columns) : null
    if (found === null || found === undefined) fail('ENOENT', say`There is no segment ${index + 1}.`)
    const channels = found.scanIndexes.flatMap((scanIndex, place) => {
      const channel = this.#stream().channels.find((one) => one.index === scanIndex)
      return channel === undefined ? [] : [{ channel: channel.id, pairs: found.pairs[place]!.map(inUnitOf(channel)) }]
    })
    const [begin, seconds] = [found.begin * this.#interval, found.scans * this.#interval]
    return { ...this.#place(found), begin, seconds, channels }
  }

  /** @throws as {@link rows} */
  async overlay(asked: CallRequest<'segmentOverlay'>): Promise<SegmentOverlay> {
    const { columns, rows } = asked
    const channel = this.#channel(asked.channel)
    const [low, high] = [asked.low, asked.high].map(inCodesOf(channel)) as [number, number]
    const newest = this.#settings.on ? this.#settings.overlay : 0
    const wish = { scanIndex: channel.index, newest, columns, rows, low, high }
    return (await this.#segmenting?.overlay(wish)) ?? { drawn: 0, of: 0, cells: [] }
  }

  /** @throws as {@link rows} */
  async differing(asked: CallRequest<'segmentDiffering'>): Promise<SegmentDiffering> {
    const channel = this.#channel(asked.channel)
    const perCode = Math.abs(channel.scaleMillivolts) / 1000
    const { tolerance } = this.#settings
    const wish = { scanIndex: channel.index, index: asked.index, tolerance: tolerance / perCode }
    const found = await this.#segmenting?.differing(wish)
    if (found === undefined) return { index: null, by: 0, at: 0, tolerance, looked: 0, isDone: true }
    const before = this.#beforeScans
    const at = found.index === null ? 0 : (found.at - before) * this.#interval
    return { ...found, at, by: found.by * perCode, tolerance: found.tolerance * perCode }
  }

  #channel(id: string): ChannelState {
    return this.#stream().channels.find((one) => one.id === id) ?? fail('EINVAL', say`There is no channel '${id}'.`)
  }

  get #beforeScans(): number {
    const { length, before } = this.#settings
    return Math.floor((length * before) / 100)
  }

  get #interval(): number {
    return 1 / this.#stream().samplingFrequencyHz
  }

  #place({ index, at, since }: Pick<SegmentRow | CodeTrace, 'index' | 'at' | 'since'>): SegmentPlace {
    return { index, at: at * this.#interval, dt: since === null ? null : since * this.#interval }
  }

  #check({ count, length }: SegmentSettings): void {
    const channels = Math.max(1, this.#stream().channels.filter(({ enabled }) => enabled).length)
    const each = segmentBytes(length, channels)
    const room = this.#segmenting?.roomBytes ?? 0
    if (each * count > room)
      fail(
        'ENOMEM',
        say`${count} segments of ${length} samples take ${formatBytes(each * count)}, and for segments there is ${formatBytes(room)}: ${Math.floor(room / each)} of them fit.`,
      )
  }
}

/** What segments that are kept are true of. */
const keptOf = ({ on, count, length, before }: SegmentSettings): string => JSON.stringify([on, count, length, before])

const inCodesOf =
  ({ scaleMillivolts, offsetCodes }: ChannelState) =>
  (value: number): number =>
    (value * 1000) / scaleMillivolts - offsetCodes

const inUnitOf =
  ({ scaleMillivolts, offsetCodes }: ChannelState) =>
  (code: number): number =>
    ((code + offsetCodes) * scaleMillivolts) / 1000
