// The keys of a field that is being typed in. Enter applies and gives the keyboard back to the screen; a refused value takes it
// again, to be corrected. Escape restores the value in force and gives the keyboard back. Arrows step.
import { releaseKeyboard } from '../keys/keyboard-keeper.ts'
import type { Draft } from './use-draft.ts'

type Step = (direction: 1 | -1) => unknown

async function applyAndLeave(draft: Draft, field: EventTarget | null): Promise<void> {
  const applied = draft.apply()
  // At once: the next key is the screen's, however long the value is on its way.
  releaseKeyboard()
  await applied
  const isFree = document.activeElement === document.body
  if (draft.error.value !== '' && isFree && field instanceof HTMLElement) field.focus()
}

/** A handler for `keydown` of a field whose text is `draft`. */
export function typedFieldKeys(draft: Draft, step?: () => Step | undefined): (event: Event) => void {
  return (event) => {
    if (!(event instanceof KeyboardEvent)) return
    const byStep = step?.()
    if (event.key === 'Enter') void applyAndLeave(draft, event.target)
    else if (event.key === 'Escape') {
      draft.restore()
      releaseKeyboard()
    } else if (byStep !== undefined && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      byStep(event.key === 'ArrowUp' ? 1 : -1)
    } else return
    event.stopPropagation()
  }
}
