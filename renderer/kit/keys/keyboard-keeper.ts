// A control that was reached with the mouse gives the keyboard back when it is done, so that Space goes on to mean run
// and stop. A control that the keyboard reached keeps it, as people without a mouse expect, and so does one in a modal
// dialog, where the arrow keys scroll and Escape closes. Escape gives it back from anywhere.
import { useEventListener } from '@vueuse/core'
import { isOpenList, isTextEntry } from './key-owner.ts'

/** The control that the mouse gave the keyboard to. */
let pointed: Element | null = null
/** A control is done, and is asked for the keyboard as soon as the browser has finished with the event; 0: none is. */
let asking = 0

/** Takes the keyboard from whatever control has it. */
export function releaseKeyboard(): void {
  const focused = document.activeElement
  if (focused instanceof HTMLElement && focused !== document.body) focused.blur()
}

/**
 * Gives the keyboard back from a control that the mouse reached and that is done: no text is being typed, no list is open.
 * Waits until the browser and the control have finished with the event that is being handled.
 */
export function giveKeyboardBack(): void {
  if (asking === 0) asking = window.setTimeout(settleKeyboard)
}

/**
 * Does now what `giveKeyboardBack` has put off: on a busy machine the next key may come before its turn.
 * @returns the control gave the keyboard back
 */
function settleKeyboard(): boolean {
  if (asking === 0) return false
  window.clearTimeout(asking)
  asking = 0
  const focused = document.activeElement
  if (focused === null || focused !== pointed || isTextEntry(focused) || isOpenList(focused)) return false
  if (focused.closest('dialog:modal') !== null) return false
  releaseKeyboard()
  return true
}

/** Watches who reaches controls, and gives the keyboard back after each press of a mouse button. */
export function useKeyboardKeeper(host: Window): void {
  let byPointer = false
  const capture = { capture: true }
  useEventListener(
    host,
    'pointerdown',
    () => {
      byPointer = true
    },
    capture,
  )
  useEventListener(
    host,
    'keydown',
    (event) => {
      byPointer = false
      if (!settleKeyboard()) return
      // The key was meant for the control that has just given it back: the screen gets it instead.
      event.stopImmediatePropagation()
      if (!document.body.dispatchEvent(new KeyboardEvent('keydown', event))) event.preventDefault()
    },
    capture,
  )
  useEventListener(
    host,
    'focusin',
    (event) => {
      pointed = byPointer && event.target instanceof Element ? event.target : null
    },
    capture,
  )
  // Controls stop their clicks on the way up, so they are heard on the way down.
  useEventListener(host, 'click', giveKeyboardBack, capture)
  useEventListener(host, 'pointerup', giveKeyboardBack, capture)
}
