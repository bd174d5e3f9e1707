// What a viewer may do, and where it is. An operator may do everything that the contract has, while its place has the
// control; an observer sees all of the instrument and changes nothing but its own view. Whether a call changes anything stands with
// the call.

import { type Sentence, say } from '../sentence.ts'

export type Role = 'operator' | 'observer'

/** Who a viewer is. */
export interface Guest {
  readonly role: Role
  /** Of the token by which it came: viewers with one token are one party. */
  readonly name: string
  /** It is a window or a page of the machine that the instrument runs on. */
  readonly isAtMachine: boolean
}

/** What others call the party of the machine that the instrument runs on. No token has this name: those have no spaces. */
export const machineName = 'the machine itself'

/** A window or a page of the machine itself. */
export function guestAtMachine(role: Role): Guest {
  return { role, name: machineName, isAtMachine: true }
}

/** Calls that open a window of the system where the instrument runs, where nobody may sit. */
const opensThere: ReadonlySet<string> = new Set(['chooseFile', 'chooseRecordingFolder', 'showRecording'])

/** Calls that put another program on the machine of the instrument: whoever is in control of the instrument is not of its software. */
const changesProgram: ReadonlySet<string> = new Set(['installUpdate', 'rollBackUpdate'])

/** Calls that change nothing, and tell of the machine what is for those alone who may change something there. */
const tellsOfMachine: ReadonlySet<string> = new Set(['diagnose'])

/** Why a call that only looks is refused to this guest; null: it is not. */
export function refusalToTell({ role, isAtMachine }: Guest, call: string): Sentence | null {
  return role === 'observer' && !isAtMachine && tellsOfMachine.has(call)
    ? say`${call} is refused: this view is read-only, and what it tells is for those who look after the machine.`
    : null
}

/** Why a call is refused to an observer. */
export function refusalToObserver(call: string): Sentence {
  return say`${call} is refused: this view is read-only. The other address that was printed changes things.`
}

/** Why a call is refused to this guest, whoever is in control; null: it is not. */
export function refusalTo({ role, isAtMachine }: Guest, call: string): Sentence | null {
  if (role === 'observer')
    return isAtMachine
      ? refusalToObserver(call)
      : say`${call} is refused: this view is read-only. A token with the right to control changes things.`
  if (!isAtMachine && opensThere.has(call))
    return say`${call} is refused: it opens a window on the machine of the instrument, not here.`
  if (!isAtMachine && changesProgram.has(call))
    return say`${call} is refused: the program is changed at the machine that it runs on.`
  return null
}
