// Whose a key is: a text that is being typed takes every key, a list that is open too; any other control takes only the
// keys it works with, and the rest are commands of the screen.

/** Input types that are no text. */
const notText = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file', 'image'])

/** Keys that a control of a role works with, as `keyName` writes them. */
const keysOfRole: Readonly<Record<string, readonly string[]>> = {
  button: ['Space', 'Enter'],
  switch: ['Space', 'Enter'],
  link: ['Enter'],
  checkbox: ['Space'],
  radio: ['Space', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
  combobox: ['Space', 'Enter', 'Escape', 'ArrowUp', 'ArrowDown'],
  tab: ['Space', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'],
  separator: ['Enter', 'ArrowUp', 'ArrowDown', 'Home', 'End'],
  slider: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'],
}

const implicitRoles: Readonly<Record<string, string>> = {
  a: 'link',
  label: 'button',
  summary: 'button',
  hr: 'separator',
}

function roleOf(control: Element): string {
  const explicit = control.getAttribute('role')
  if (explicit !== null) return explicit
  if (control instanceof HTMLInputElement) return control.type
  const tag = control.localName
  return implicitRoles[tag] ?? tag
}

/** Whether a person may be typing text into it. */
export function isTextEntry(control: Element | null): boolean {
  if (control === null) return false
  if (control.closest('[contenteditable=""], [contenteditable="true"]') !== null) return true
  if (control instanceof HTMLTextAreaElement) return !control.readOnly
  return control instanceof HTMLInputElement && !control.readOnly && !notText.has(control.type)
}

/** Whether it has a list open, or is one: a menu. That takes every key then. */
export function isOpenList(control: Element | null): boolean {
  if (control?.closest('[role=menu]')) return true
  return control?.getAttribute('role') === 'combobox' && control.getAttribute('aria-expanded') === 'true'
}

/**
 * Whether the focused control uses a key by itself.
 * @param name as `keyName` writes it
 */
export function usesKey(control: Element | null, name: string): boolean {
  if (control === null) return false
  if (isTextEntry(control) || isOpenList(control) || control.localName === 'select') return true
  return keysOfRole[roleOf(control)]?.includes(name) ?? false
}
