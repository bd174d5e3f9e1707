// One tooltip for the whole screen. `v-tip="{ text, key, attribute }"` names what a control does, its key and the IIO
// attribute it writes. It appears after a moment under the pointer, or at once when the keyboard reaches the control.
import { type Directive, shallowRef } from 'vue'
import { keyLabel } from '../keys/commands.ts'

export interface Tip {
  readonly text: string
  /** Id of the command that does the same by key. */
  readonly key?: string | undefined
  readonly attribute?: string | undefined
}

export interface ShownTip extends Tip {
  readonly anchor: DOMRect
}

const hoverDelayMs = 450

export const shownTip = shallowRef<ShownTip | null>(null)

interface TipHandle {
  tip: Tip
  show(): void
  hide(): void
  later(): void
  focus(): void
}
const handles = new WeakMap<HTMLElement, TipHandle>()

function announceKey(element: HTMLElement, tip: Tip): void {
  if (tip.key === undefined) return
  const keys = keyLabel(tip.key).replaceAll(' ', '')
  // An attribute that is set is looked at by the page's styles, though it says what it said.
  if (element.getAttribute('aria-keyshortcuts') !== keys) element.setAttribute('aria-keyshortcuts', keys)
}

export const vTip: Directive<HTMLElement, Tip> = {
  mounted(element, { value }) {
    let timer = 0
    const handle: TipHandle = {
      tip: value,
      show() {
        shownTip.value = { ...handle.tip, anchor: element.getBoundingClientRect() }
      },
      hide() {
        window.clearTimeout(timer)
        if (shownTip.value !== null) shownTip.value = null
      },
      later() {
        window.clearTimeout(timer)
        timer = window.setTimeout(handle.show, hoverDelayMs)
      },
      focus() {
        if (element.matches(':focus-visible') || element.querySelector('button:focus-visible') !== null) handle.show()
      },
    }
    handles.set(element, handle)
    announceKey(element, value)
    element.addEventListener('pointerenter', handle.later)
    element.addEventListener('pointerleave', handle.hide)
    element.addEventListener('pointerdown', handle.hide)
    element.addEventListener('focusin', handle.focus)
    element.addEventListener('focusout', handle.hide)
  },
  updated(element, { value }) {
    const handle = handles.get(element)
    if (handle !== undefined) handle.tip = value
    announceKey(element, value)
  },
  beforeUnmount(element) {
    handles.get(element)?.hide()
  },
}
