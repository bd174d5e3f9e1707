// The keys of a field that is being typed in. Enter applies, and an accepted value gives the keyboard back to the screen;
// a refused one keeps it, to be corrected. Escape restores the value in force and gives the keyboard back. Arrows step.
import { releaseKeyboard } from '../keys/keyboard-keeper.ts'
import type { Draft } from './use-draft.ts'

type Step = (direction: 1 | -1) => unknown

async function applyAndLeave(draft: Draft): Promise<void> {
  await draft.apply()
  if (draft.error.value === '') releaseKeyboard()
}

/** A handler for `keydown` of a field whose text is `draft`. */
export function typedFieldKeys(draft: Draft, step?: () => Step | undefined): (event: Event) => void {
  return (event) => {
    if (!(event instanceof KeyboardEvent)) return
    const byStep = step?.()
    if (event.key === 'Enter') void applyAndLeave(draft)
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
