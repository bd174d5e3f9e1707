// What main asks of the segments: how many of what, and what came of it.
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { SegmentFigures, SegmentRow, SegmentsWanted, SegmentTrace } from '../../segments/segment-figures.ts'
import type { SegmentAnswers, SegmentQuestion } from '../../segments/segment-reader.ts'
import type { AskingLink } from './pending-answers.ts'

type Asked<K extends SegmentQuestion['about']> = Omit<Extract<SegmentQuestion, { about: K }>, 'about'>

export class Segmenting {
  /** Memory for segments. */
  readonly roomBytes: number
  readonly #link: AskingLink
  readonly #full = new Emitter<void>()
  #wanted: SegmentsWanted | null = null

  constructor(link: AskingLink, roomBytes: number) {
    this.#link = link
    this.roomBytes = roomBytes
  }

  /** There are as many as there is room for. */
  get onFull(): Event<void> {
    return this.#full
  }

  /** Keeps these from now on, beginning anew; null: none, and those that there were are forgotten. */
  set(wanted: SegmentsWanted | null): void {
    this.#wanted = wanted
    this.tell()
  }

  /** Tells a thread what is wanted, which begins anew. */
  tell(): void {
    this.#link.tell({ type: 'segments', wanted: this.#wanted })
  }

  /** What came of it; null: none are wanted. @throws as {@link AskingLink.ask} */
  figures(): Promise<SegmentFigures | null> {
    return this.#ask('figures', {})
  }

  /**
   * A stretch of the list.
   * @param scanIndex channel of the small pictures
   * @param columns of each picture
   */
  rows(first: number, count: number, scanIndex: number, columns: number): Promise<readonly SegmentRow[]> {
    return this.#ask('rows', { first, count, scanIndex, columns })
  }

  /** One of them, in at most so many columns; null: it is not there. */
  trace(index: number, columns: number): Promise<SegmentTrace | null> {
    return this.#ask('trace', { index, columns })
  }

  /** The samples of some of them; null: there is no stream. */
  codes(first: number, count: number): Promise<SegmentAnswers['codes']> {
    return this.#ask('codes', { first, count })
  }

  /** Segments drawn over one another, as far as that got: ask again for more. */
  overlay(wish: Asked<'overlay'>): Promise<SegmentAnswers['overlay']> {
    return this.#ask('overlay', wish)
  }

  /** The first that differs from one of them, as far as that got: ask again for more. */
  differing(wish: Asked<'differing'>): Promise<SegmentAnswers['differing']> {
    return this.#ask('differing', wish)
  }

  /** The analyser says that there are as many as there is room for. */
  tellFull(): void {
    this.#full.fire()
  }

  #ask<K extends keyof SegmentAnswers>(about: K, values: object): Promise<SegmentAnswers[K]> {
    return this.#link.ask((request) => ({
      type: 'askSegments',
      request,
      question: { about, ...values } as SegmentQuestion,
    }))
  }
}
