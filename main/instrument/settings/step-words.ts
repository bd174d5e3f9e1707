// Why undo or redo did nothing, in sentences.
import type { SettingChange } from '#shared/contract/topics/settings.ts'
import { phrase, say, sentenceOf } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'

export type StepKind = 'undone' | 'redone'

/** A value that is longer is cut. */
const longestValue = 60

const short = (text: string): string => (text.length > longestValue ? `${text.slice(0, longestValue)}…` : text)

/** Another setting was changed while a file was read for the step. */
export function overtaken(what: StepKind): Sentence {
  return what === 'undone'
    ? say`Nothing was undone: another setting was changed while a file was read for it. Ask again.`
    : say`Nothing was redone: another setting was changed while a file was read for it. Ask again.`
}

/** The step is given up; which, and why. @param changes at least one */
export function givenUp(what: StepKind, changes: readonly SettingChange[], why: unknown): Sentence {
  const path = changes[0]?.path ?? ''
  const value = short(String(changes[0]?.to ?? ''))
  const others = changes.length - 1
  const step = others > 0 ? phrase`${path} to ${value}, and ${others} more,` : phrase`${path} to ${value}`
  const reason = sentenceOf(why)
  return what === 'undone'
    ? say`The change of ${step} cannot be undone. It is left out, and nothing else is changed; ask again for the one before it. The reason: ${reason}`
    : say`The change of ${step} cannot be redone. It is left out, and nothing else is changed; ask again for the next one. The reason: ${reason}`
}
