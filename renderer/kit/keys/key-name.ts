// The names of keys: as the table of commands writes them, and as people read them.

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'> &
  Partial<Pick<KeyboardEvent, 'getModifierState'>>

/**
 * Whether Ctrl and Alt were only the way to a character: AltGr, which Windows reports as both. On a German keyboard it
 * types `[` and `]`.
 */
function isAltGr(event: KeyPress): boolean {
  if (event.key.length !== 1 || /^[a-z\d ]$/i.test(event.key)) return false
  return event.getModifierState?.('AltGraph') === true || (event.ctrlKey && event.altKey)
}

/**
 * A key event as the table writes it: `Shift+T`, `Ctrl+ArrowUp`, `?`. Shift is written for letters, for keys with names, and
 * for digits with Ctrl or Alt.
 */
export function keyName(event: KeyPress): string {
  if (isAltGr(event)) return event.key
  // With Alt some layouts type another character; the digit of the key is what was meant.
  const digit = event.altKey || event.ctrlKey ? /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] : undefined
  const letter = /^[a-z]$/i.test(event.key)
  const named = event.key.length > 1
  const key = digit ?? (event.key === ' ' ? 'Space' : letter ? event.key.toUpperCase() : event.key)
  const shift = event.shiftKey && (letter || named || digit !== undefined)
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}`
}

const symbols: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  '-': '−',
  ContextMenu: 'Menu',
}

/** A key as people read it: `Ctrl + ↑`. */
export function readableKey(key: string): string {
  const parts = key === '+' ? ['+'] : key.split('+')
  return parts.map((part) => symbols[part] ?? part).join(' + ')
}
