// What the analysis answers when it is asked, with what was announced before.
import { summarise } from '../measure/looks/summary.ts'
import type { SearchedStream } from '../search/event-search.ts'
import { answerOnSegments } from '../segments/segment-reader.ts'
import type { Acquisition } from '../trigger/acquisition.ts'
import type { FromAnalyser, ToAnalyser } from './messages.ts'
import type { Parts, PartsOptions } from './parts.ts'

type QuestionName =
  | 'summary'
  | 'measured'
  | 'measuredPlot'
  | 'measureNewest'
  | 'searched'
  | 'searchedEvents'
  | 'askSegments'
export type Question = Extract<ToAnalyser, { type: QuestionName }>

export interface Asked extends Pick<PartsOptions, 'buffer' | 'kernels' | 'plan' | 'clock'> {
  readonly parts: Pick<Parts, 'measure' | 'reader' | 'search' | 'segments' | 'looks'>
  /** Null: there is no stream. */
  readonly now: Acquisition | null
  /** No sample is on its way. */
  readonly isIdle: boolean
  readonly stream: SearchedStream
}

export function answerQuestion(question: Question, asked: Asked): FromAnalyser {
  const { parts, now, isIdle, stream, buffer, kernels, plan } = asked
  const { request } = question
  const { measure, reader, search, segments } = parts
  switch (question.type) {
    case 'measureNewest':
      return { type: 'newest', request, channels: measure.newest(question.channels, question.since) }
    case 'measuredPlot':
      return { type: 'plot', request, plot: measure.plot(question.row) }
    case 'measured':
      if (isIdle) measure.takeRest()
      return { type: 'measured', request, rows: measure.figures() }
    case 'searched':
      return { type: 'found', request, found: search.figures(stream) }
    case 'searchedEvents':
      return { type: 'found', request, found: search.events(question.at, question.before, question.most) }
    case 'askSegments': {
      const answer = answerOnSegments(question.question, segments, now?.format ?? null, parts.looks, {
        nowMs: () => asked.clock.nowMs(),
        waitedMs: stream.waitedMs,
      })
      return { type: 'segments', request, answer }
    }
    case 'summary': {
      const tools = { buffer, kernels, memory: plan.summary, reader }
      return { type: 'summary', request, channels: now === null ? [] : summarise(tools, now, question.since) }
    }
  }
}

/** What a message brings to whoever asked; null: it is no answer. */
export function answerIn(message: FromAnalyser): { readonly request: number; readonly value: unknown } | null {
  switch (message.type) {
    case 'summary':
    case 'newest':
      return { request: message.request, value: message.channels }
    case 'plot':
      return { request: message.request, value: message.plot }
    case 'measured':
      return { request: message.request, value: message.rows }
    case 'found':
      return { request: message.request, value: message.found }
    case 'segments':
      return { request: message.request, value: message.answer }
    case 'settled':
      return { request: message.request, value: null }
    default:
      return null
  }
}
