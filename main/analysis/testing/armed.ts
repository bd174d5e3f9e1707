// Values of a trigger that is armed, for tests: what arms, and what follows, is an edge.
import { defaultsOf } from '#shared/kinds/kinds.ts'
import { type TriggerValues, triggers } from '#shared/kinds/triggers.ts'

const values = defaultsOf(triggers, 'sequence') as TriggerValues<'sequence'>

/** All values, with codes for volts. What follows is of the first channel, too, unless its own is given. */
export const armedByEdge = {
  ...{ ...values, lower: -4000, upper: 4000, armLower: -4000, armUpper: 4000 },
  ...{ channel: 0, armChannel: 0 },
}
