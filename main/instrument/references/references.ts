// The references: what is kept to compare with, where it lies, and what of it is shown.
import path from 'node:path'
import type { FileLoader } from '#main/files/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import {
  type Reference,
  type ReferenceColumns,
  type ReferenceId,
  referenceIds,
} from '#shared/contract/topics/memory/references.ts'
import type { CallRequest } from '#shared/contract/topics.ts'
import { fail, say } from '#shared/errors.ts'
import { formatFileSource, parseFileSource } from '#shared/files/source-text.ts'
import { calledName } from '#shared/names.ts'
import { codeToVolts } from '#shared/screen/codes.ts'
import type { OfferedFiles } from '../offered/offered-files.ts'
import type { KeptMemory } from '../recording/kept-parts.ts'
import { captured } from './from-capture.ts'
import { fileSignal } from './from-file.ts'
import type { KeptPoints } from './kept-points.ts'

export interface ReferencesOptions {
  readonly heap: CoherentHeap
  readonly clock: Clock
  readonly loader: Pick<FileLoader, 'load'>
  readonly files: Pick<OfferedFiles, 'admit' | 'locate'>
  /** What is in memory; null: nothing. */
  memory(): KeptMemory | null
  channels(): readonly ChannelState[]
  samplingFrequencyHz(): number
}

interface Kept {
  readonly points: KeptPoints
  readonly unitsOf: (code: number) => number
  state: Reference
}

/** The codes of a file that is played fill +-1 V. */
const fileVoltsPerCode = 1 / 32768
/** What is kept of a channel is what was converted. */
const unlimited = 'It has the samples as they were converted, without the bandwidth limit.'
/** Digits of a value: more than any converter of ours tells apart. */
const digits = 7
const rounded = (value: number): number => Number(value.toPrecision(digits))

export class References {
  readonly #options: ReferencesOptions
  readonly #kept = new Map<ReferenceId, Kept>()
  /** Places of those that are on their way. */
  readonly #taken = new Set<ReferenceId>()
  /** That were ever kept. */
  #count = 0

  constructor(options: ReferencesOptions) {
    this.#options = options
  }

  /** In the order of their names. */
  get all(): readonly Reference[] {
    return referenceIds.flatMap((id) => this.#kept.get(id)?.state ?? [])
  }

  /** @throws EINVAL the channel is not there, or captures nothing; ENODATA; ENOSPC */
  keep({ channel: id, first, end, zero, epoch }: CallRequest<'keepReference'>): Promise<Reference> {
    const channel = this.#channel(id)
    if (end <= first) fail('EINVAL', say`A reference has at least one sample.`)
    return this.#add(async (at) => {
      const found = await captured({ epoch, first, end }, channel.index, this.#options.memory(), this.#options)
      const { points, samples, samplingFrequencyHz } = found
      return this.#keptAs(at, points, (code) => codeToVolts(code, channel), {
        name: calledName(channel),
        channel: id,
        unit: channel.unit,
        samples,
        wanted: end - first,
        samplingFrequencyHz,
        isRateAssumed: false,
        beginSeconds: (found.first - zero) / samplingFrequencyHz,
        notes: channel.input.bandwidth > 0 ? [unlimited] : [],
      })
    })
  }

  /** @throws EINVAL the channel is not there; what the file is refused with; ENOSPC */
  import({ channel: id, file }: CallRequest<'importReference'>): Promise<Reference> {
    const channel = this.#channel(id)
    const { files, samplingFrequencyHz } = this.#options
    const source = parseFileSource(files.admit(formatFileSource(parseFileSource(`file:${file}`))))
    return this.#add(async (at) => {
      const found = await files.locate(source.path)
      const read = await fileSignal(found, source.options, channel.index, this.#options)
      const { scale, rateHz, samples, notes } = read.file
      return this.#keptAs(at, read.points, (code) => (code * fileVoltsPerCode) / scale, {
        name: path.basename(source.path),
        channel: id,
        unit: 'V',
        samples,
        wanted: samples,
        samplingFrequencyHz: rateHz ?? samplingFrequencyHz(),
        isRateAssumed: rateHz === null,
        beginSeconds: 0,
        notes,
      })
    })
  }

  /** @throws ENOENT */
  set({ id, ...change }: CallRequest<'setReference'>): Reference {
    const kept = this.#find(id)
    kept.state = { ...kept.state, ...change }
    return kept.state
  }

  /** @throws ENOENT */
  remove(id: ReferenceId): void {
    this.#find(id)
    this.#kept.delete(id)
  }

  /** @throws ENOENT */
  columns({ id, first, end, columns }: CallRequest<'referenceColumns'>): ReferenceColumns {
    const { points, unitsOf } = this.#find(id)
    const found = points.columns(first, end, columns)
    const { low, high, samplesPerColumn } = found
    const values: (number | null)[] = []
    for (let column = 0; column < low.length; column++) {
      const isThere = low[column]! <= high[column]!
      const [one, other] = [unitsOf(low[column]!), unitsOf(high[column]!)]
      // Behind a probe that turns the signal round the lowest code is the highest value.
      values.push(isThere ? rounded(Math.min(one, other)) : null)
      if (samplesPerColumn > 1) values.push(isThere ? rounded(Math.max(one, other)) : null)
    }
    return { first: found.first, samplesPerColumn, values }
  }

  #channel(id: string): ChannelState {
    return this.#options.channels().find((one) => one.id === id) ?? fail('EINVAL', say`There is no channel '${id}'.`)
  }

  #find(id: ReferenceId): Kept {
    return this.#kept.get(id) ?? fail('ENOENT', say`There is no reference ${id}.`)
  }

  async #add(make: (at: ReferenceId) => Promise<Kept>): Promise<Reference> {
    const at = referenceIds.find((id) => !this.#kept.has(id) && !this.#taken.has(id))
    if (at === undefined)
      fail('ENOSPC', say`There is room for ${referenceIds.length} references: remove one to keep another.`)
    this.#taken.add(at)
    try {
      const made = await make(at)
      this.#kept.set(at, made)
      return made.state
    } finally {
      this.#taken.delete(at)
    }
  }

  #keptAs(
    id: ReferenceId,
    points: KeptPoints,
    unitsOf: (code: number) => number,
    facts: Omit<Reference, 'id' | 'number' | 'low' | 'high' | 'samplesPerPoint' | 'shown' | 'shiftSeconds'>,
  ): Kept {
    const { low, high } = points.extremes ?? fail('ENODATA', say`There is no sample in it.`)
    const ends = [unitsOf(low), unitsOf(high)].map(rounded)
    const { samplesPerPoint } = points
    const number = ++this.#count
    const state = { id, number, ...facts, low: Math.min(...ends), high: Math.max(...ends), samplesPerPoint }
    return { points, unitsOf, state: { ...state, shown: true, shiftSeconds: 0 } }
  }
}
