// The trigger that a command line asks for: `--trigger 'pulse channel=voltage0 width=<20ns'`.
import { fail, say, sentenceOf } from '#shared/errors.ts'
import { parseTrigger } from '#shared/kinds/trigger-text.ts'
import type { Instrument } from '../instrument.ts'

/** @throws EINVAL with one sentence that says what is allowed; nothing changes then */
export async function setTrigger(instrument: Instrument, text: string): Promise<void> {
  try {
    await instrument.settings.change(parseTrigger(text))
  } catch (thrown) {
    fail('EINVAL', say`--trigger '${text}': ${sentenceOf(thrown)}`)
  }
}
