// A trigger as people say it: `trig pulse < 20ns`, `trigger runt channel=voltage1`, `trig window`.
import { ErrnoError } from '#shared/errors.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { parseTrigger, type TriggerTextValue, triggerNames } from '#shared/kinds/trigger-text.ts'
import { triggers } from '#shared/kinds/triggers.ts'
import { told } from '../../text/told.ts'

export type TriggerPhrase =
  | { readonly changes: readonly TriggerTextValue[]; readonly text: string }
  | { readonly reason: string }

const shape = /^\s*trig(?:ger)?\s+([a-z]+)\s+(\S.*)$/i

/**
 * What a text says of a trigger, as `--trigger` reads it; a comparison or a range alone is of the time that the kind compares.
 * @returns null when it names no kind, or says no more than that
 */
export function triggerPhrase(query: string): TriggerPhrase | null {
  const [, word = '', rest = ''] = shape.exec(query) ?? []
  const kind = triggerNames.find((name) => word !== '' && name.startsWith(word.toLowerCase()))
  if (kind === undefined) return null
  const parameters: Readonly<Record<string, Parameter>> = triggers[kind].parameters
  const compared = Object.keys(parameters).find((name) => Object.hasOwn(parameters, `${name}2`))
  const isComparison = /^[<>]|\.\./.test(rest) && !rest.includes('=')
  if (!rest.includes('=') && !(isComparison && compared !== undefined)) return null
  const text = `${kind} ${isComparison ? `${compared}=${rest}` : rest}`
  try {
    return { changes: parseTrigger(text), text }
  } catch (thrown) {
    if (!(thrown instanceof ErrnoError)) throw thrown
    return { reason: told(thrown) }
  }
}
