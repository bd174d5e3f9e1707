// The browser's own dialog, modal: it keeps the keyboard inside and gives it back. It is open while a switch says so; Escape, and a
// click beside it, turn the switch off.
import { useEventListener } from '@vueuse/core'
import { type Ref, type WatchSource, watch } from 'vue'

export interface Modal {
  readonly dialog: Readonly<Ref<HTMLDialogElement | null>>
  readonly isOpen: Ref<boolean>
  /** Changes whenever it is asked for, also while `isOpen` is on. */
  readonly asked?: WatchSource
  readonly onShown?: () => void
  readonly onHidden?: () => void
}

/**
 * To be called once, by the component that has the dialog. The browser may close a dialog by itself, and tells it after the next
 * key has come. Until then `isOpen` is still on, and only a change of `asked` shows the dialog again.
 */
export function useModal({ dialog, isOpen, asked, onShown, onHidden }: Modal): void {
  watch(
    asked === undefined ? [isOpen] : [isOpen, asked],
    () => {
      if (!isOpen.value) {
        dialog.value?.close()
        onHidden?.()
      } else if (dialog.value?.open === false) {
        dialog.value.showModal()
        onShown?.()
      }
    },
    { flush: 'post' },
  )
  useEventListener(dialog, 'keydown', (event) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    isOpen.value = false
  })
  // Escape, where nothing in the dialog has the keyboard. `close` comes later, and the next key may come before it.
  useEventListener(dialog, 'cancel', () => {
    isOpen.value = false
  })
  // By now it may be open again.
  useEventListener(dialog, 'close', () => {
    if (dialog.value?.open !== true) isOpen.value = false
  })
  // The dialog itself is filled by its content.
  useEventListener(dialog, 'click', (event) => {
    if (event.target === dialog.value) isOpen.value = false
  })
}
