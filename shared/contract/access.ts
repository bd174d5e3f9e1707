// What a viewer may do. An operator may do everything that the contract has; an observer sees everything and changes
// nothing but its own view.
import { fail } from '../errors.ts'
import type { CallName } from './messages.ts'

export type Role = 'operator' | 'observer'

/** Whether a call changes anything that others see. The compiler asks for every call. */
const changes: { readonly [K in CallName]: boolean } = {
  hello: false,
  run: true,
  stop: true,
  single: true,
  forceTrigger: true,
  autoSet: true,
  setBuffer: true,
  setTrigger: true,
  setView: false,
  writeAttribute: true,
  readAttribute: false,
  cancelLoad: true,
  lanesAround: false,
  listDevices: false,
  listFiles: false,
  // It opens a dialog, and what is chosen is offered to all.
  chooseFile: true,
  startRecording: true,
  stopRecording: true,
  // Both open something on the screen of the program.
  chooseRecordingFolder: true,
  showRecording: true,
}

/** @throws EACCES for a call that an observer may not make */
export function checkAccess(role: Role, name: CallName): void {
  if (role === 'observer' && changes[name])
    fail('EACCES', `${name} is refused: this view is read-only. The other address that was printed changes things.`)
}
