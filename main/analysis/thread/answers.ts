// What the analysis answers when it is asked, with what was announced before.
import { summarise } from '../measure/looks/summary.ts'
import type { Acquisition } from '../trigger/acquisition.ts'
import type { FromAnalyser, ToAnalyser } from './messages.ts'
import type { Parts, PartsOptions } from './parts.ts'

export type Question = Extract<ToAnalyser, { type: 'summary' | 'measured' | 'measuredPlot' | 'measureNewest' }>

export interface Asked extends Pick<PartsOptions, 'buffer' | 'kernels' | 'plan'> {
  readonly parts: Pick<Parts, 'measure' | 'reader'>
  /** Null: there is no stream. */
  readonly now: Acquisition | null
  /** No sample is on its way. */
  readonly isIdle: boolean
}

export function answerQuestion(question: Question, { parts, now, isIdle, buffer, kernels, plan }: Asked): FromAnalyser {
  const { request } = question
  const { measure, reader } = parts
  switch (question.type) {
    case 'measureNewest':
      return { type: 'newest', request, channels: measure.newest(question.channels, question.since) }
    case 'measuredPlot':
      return { type: 'plot', request, plot: measure.plot(question.row) }
    case 'measured':
      if (isIdle) measure.takeRest()
      return { type: 'measured', request, rows: measure.figures() }
    case 'summary': {
      const tools = { buffer, kernels, memory: plan.summary, reader }
      return { type: 'summary', request, channels: now === null ? [] : summarise(tools, now, question.since) }
    }
  }
}
