// The keyboard of the screen: a key that the focused control does not use is a command.
import { useEventListener } from '@vueuse/core'
import { commandFor, keyName, windowKeys } from './bindings.ts'
import { usesKey } from './key-owner.ts'
import { giveKeyboardBack, releaseKeyboard, useKeyboardKeeper } from './keyboard-keeper.ts'
import { useCommands } from './use-commands.ts'

function isTaken(event: KeyboardEvent, name: string): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest('dialog, [role=dialog]') && name !== '?') return true
  return !windowKeys.has(name) && usesKey(target, name)
}

export function useKeys(host: Window = window): void {
  const commands = useCommands()
  useKeyboardKeeper(host)

  useEventListener(host, 'keydown', (event) => {
    const name = keyName(event)
    if (event.defaultPrevented) return
    if (isTaken(event, name)) {
      if (windowKeys.has(name)) event.preventDefault()
      // A list that the mouse opened and a key closed is done, too.
      giveKeyboardBack()
      return
    }
    if (name === 'Escape') {
      releaseKeyboard()
      return
    }
    const command = commandFor(name)
    if (command === null) return
    event.preventDefault()
    void commands.run[command.id](command.number)
  })
}
