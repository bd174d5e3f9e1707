// The keyboard of the screen. Keys belong to a field while one is being typed in, and Space and Enter to a button that
// the keyboard has reached.
import { useEventListener } from '@vueuse/core'
import { commandFor, keyName } from './bindings.ts'
import { useCommands } from './use-commands.ts'

const typing = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], [role=combobox]'
const activatable = 'button, a, input, label, [role=button], [role=switch]'

function isTaken(event: KeyboardEvent, name: string): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest(typing)) return true
  if (target?.closest('[role=dialog]') && name !== '?') return true
  return ['Space', 'Enter'].includes(name) && target?.matches(activatable) === true
}

export function useKeys(host: Window = window): void {
  const commands = useCommands()

  useEventListener(host, 'keydown', (event) => {
    const name = keyName(event)
    const command = commandFor(name)
    if (command === null || event.defaultPrevented || isTaken(event, name)) return
    event.preventDefault()
    void commands.run[command.id](command.number)
  })

  // A button pressed with the mouse gives the keyboard back, so that Space goes on to mean run and stop.
  useEventListener(host, 'click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button, input[type=checkbox]') : null
    if (event.detail > 0 && button instanceof HTMLElement) button.blur()
  })
}
