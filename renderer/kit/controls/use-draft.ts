// A value being typed: what the field shows until it is applied, and why it was refused.
import { type Ref, ref, watch } from 'vue'
import { told } from '../../text/told.ts'

export interface Draft {
  /** What the field shows. */
  readonly text: Ref<string>
  /** Why the last text was refused; empty when it was not. */
  readonly error: Ref<string>
  readonly busy: Ref<boolean>
  /** The person changed the text; values from outside no longer replace it. */
  edit(text: string): void
  /** Enter, or leaving the field. Nothing happens when nothing was edited. */
  apply(): Promise<void>
  /** Escape: back to the value in force. */
  restore(): void
}

/**
 * @param current the value in force, as text
 * @param commit applies a text; throwing (or rejecting) refuses it, and the text stays to be corrected
 */
export function useDraft(current: () => string, commit: (text: string) => unknown): Draft {
  const text = ref(current())
  const error = ref('')
  const busy = ref(false)
  let edited = false
  /** The text that is being applied; a newer one does not wait for it. */
  let applying: string | null = null

  watch(current, (now) => {
    if (!edited) text.value = now
  })

  function edit(typed: string): void {
    edited = true
    text.value = typed
  }

  async function apply(): Promise<void> {
    const typed = text.value
    if (!edited || applying === typed) return
    applying = typed
    busy.value = true
    const isNewest = (): boolean => applying === typed
    try {
      await commit(typed)
      if (!isNewest()) return
      error.value = ''
      // What was typed meanwhile is applied next, not lost.
      edited = text.value !== typed
      if (!edited) text.value = current()
    } catch (thrown) {
      if (isNewest()) error.value = told(thrown)
    } finally {
      if (isNewest()) {
        applying = null
        busy.value = false
      }
    }
  }

  function restore(): void {
    edited = false
    error.value = ''
    text.value = current()
  }

  return { text, error, busy, edit, apply, restore }
}
