// The keyboard of the screen: a key that the focused control does not use is a command.
import { useEventListener } from '@vueuse/core'
import { commandFor } from '../kit/keys/commands.ts'
import { keyName } from '../kit/keys/key-name.ts'
import { usesKey } from '../kit/keys/key-owner.ts'
import { giveKeyboardBack, releaseKeyboard, useKeyboardKeeper } from '../kit/keys/keyboard-keeper.ts'

/** A dialog leaves these to the screen: they close what they opened, and explain a dialog that is open. */
const helps = new Set(['?', 'F1'])

const isHeardInText = (name: string): boolean => commandFor(name)?.command.inText === true

function isTaken(event: KeyboardEvent, name: string): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest('dialog, [role=dialog]') && !helps.has(name)) return true
  return !isHeardInText(name) && usesKey(target, name)
}

export function useKeys(host: Window = window): void {
  useKeyboardKeeper(host)

  useEventListener(host, 'keydown', (event) => {
    const name = keyName(event)
    if (event.defaultPrevented) return
    if (isTaken(event, name)) {
      if (isHeardInText(name)) event.preventDefault()
      // A list that the mouse opened and a key closed is done, too.
      giveKeyboardBack()
      return
    }
    if (name === 'Escape') {
      releaseKeyboard()
      return
    }
    const found = commandFor(name)
    if (found === null) return
    event.preventDefault()
    void found.command.run?.(found.number)
  })
}
