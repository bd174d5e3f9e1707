// What a viewer may do. An operator may do everything that the contract has; an observer sees everything and changes
// nothing but its own view. Whether a call changes anything stands with the call.

import { type Sentence, say } from '../sentence.ts'

export type Role = 'operator' | 'observer'

/** Why a call is refused to an observer. */
export function refusalToObserver(call: string): Sentence {
  return say`${call} is refused: this view is read-only. The other address that was printed changes things.`
}
