// Why undo or redo did nothing, in sentences.
import type { SettingChange } from '#shared/contract/settings.ts'

export type StepKind = 'undone' | 'redone'

/** A text that is longer is cut. */
const longestText = 60

const short = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text)

/** Another setting was changed while a file was read for the step. */
export function overtaken(what: StepKind): string {
  return `Nothing was ${what}: another setting was changed while a file was read for it. Ask again.`
}

/** The step is given up; which, and why. */
export function givenUp(what: StepKind, changes: readonly SettingChange[], why: unknown): string {
  const [first] = changes
  const others = changes.length > 1 ? ` (and ${changes.length - 1} more)` : ''
  const step = first === undefined ? 'A change' : `The change of ${first.path} to ${short(String(first.to))}${others}`
  const reason = short(why instanceof Error ? why.message : String(why)).replace(/[^.…]$/, '$&.')
  return `${step} cannot be ${what}: ${reason} It is left out, and nothing else is changed; ask again for the next one.`
}
