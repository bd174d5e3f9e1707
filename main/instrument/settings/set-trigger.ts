// The trigger that a command line asks for: `--trigger 'pulse channel=voltage0 width=<20ns'`; and what it wants searched for.
import { fail, say, sentenceOf } from '#shared/errors.ts'
import { parseTrigger, type TriggerRoot } from '#shared/kinds/trigger-text.ts'
import type { Instrument } from '../instrument.ts'

/** @throws EINVAL with one sentence that says what is allowed; nothing changes then */
export async function setTrigger(instrument: Instrument, text: string, root: TriggerRoot = 'trigger.'): Promise<void> {
  try {
    await instrument.settings.change(parseTrigger(text, root))
  } catch (thrown) {
    const why = sentenceOf(thrown)
    fail('EINVAL', root === 'trigger.' ? say`--trigger '${text}': ${why}` : say`--search '${text}': ${why}`)
  }
}
