// Every key and gesture of the screen, in one table: the keyboard handler, the tooltips and the help all read it.

export type BindingGroup = 'Capture' | 'Files' | 'Time' | 'Voltage' | 'Trigger' | 'DMA buffer' | 'Screen'

export interface Binding {
  readonly id: string
  readonly group: BindingGroup
  readonly action: string
  /** As `keyName` writes them; several keys may do the same. */
  readonly keys: readonly string[]
  /** What the mouse does for the same purpose. */
  readonly gesture?: string
}

const channelKeys = (modifier: string): string[] =>
  ['1', '2', '3', '4', '5', '6', '7', '8'].map((n) => `${modifier}+${n}`)

export const bindings = [
  { id: 'runStop', group: 'Capture', action: 'Run or stop', keys: ['Space'] },
  { id: 'single', group: 'Capture', action: 'Single', keys: ['S'] },
  { id: 'autoSet', group: 'Capture', action: 'Auto-set', keys: ['A'] },
  { id: 'record', group: 'Capture', action: 'Record or end recording', keys: ['R'] },

  {
    id: 'openFile',
    group: 'Files',
    action: 'Open a signal file and play it on the selected channel',
    keys: ['Ctrl+O'],
    gesture: 'Drop a file on the window',
  },

  { id: 'zoomIn', group: 'Time', action: 'Less time per division', keys: ['+', '='], gesture: 'Wheel, at the pointer' },
  {
    id: 'zoomOut',
    group: 'Time',
    action: 'More time per division',
    keys: ['-'],
    gesture: 'Double-click the lower edge fits the time axis',
  },
  { id: 'panLeft', group: 'Time', action: 'Look earlier', keys: ['ArrowLeft'], gesture: 'Drag, Shift + wheel' },
  { id: 'panRight', group: 'Time', action: 'Look later', keys: ['ArrowRight'], gesture: 'Drag, Shift + wheel' },
  {
    id: 'zoomBack',
    group: 'Time',
    action: 'Back to before the last box',
    keys: ['Backspace'],
    gesture: 'Alt + drag draws a box to zoom into, Ctrl + drag along one axis',
  },
  { id: 'home', group: 'Time', action: 'Oldest sample in memory', keys: ['Home'] },
  { id: 'end', group: 'Time', action: 'Back to the trigger, or the newest sample', keys: ['End'] },

  {
    id: 'scaleDown',
    group: 'Voltage',
    action: 'Fewer volts per division',
    keys: ['['],
    gesture: 'Wheel at the left edge',
  },
  {
    id: 'scaleUp',
    group: 'Voltage',
    action: 'More volts per division',
    keys: [']'],
    gesture: 'Wheel at the left edge',
  },
  {
    id: 'offsetUp',
    group: 'Voltage',
    action: 'Move the channel up',
    keys: ['PageUp'],
    gesture: "Drag the channel's handle",
  },
  {
    id: 'offsetDown',
    group: 'Voltage',
    action: 'Move the channel down',
    keys: ['PageDown'],
    gesture: "Drag the channel's handle",
  },
  {
    id: 'fit',
    group: 'Voltage',
    action: 'Fit all channels',
    keys: ['F'],
    gesture: 'Double-click a handle fits that channel',
  },
  { id: 'toggleChannel', group: 'Voltage', action: 'Channel on or off', keys: channelKeys('Alt') },
  { id: 'selectChannel', group: 'Voltage', action: 'Select channel', keys: channelKeys('Ctrl') },

  { id: 'triggerMode', group: 'Trigger', action: 'Auto or normal', keys: ['T'] },
  { id: 'forceTrigger', group: 'Trigger', action: 'Force a trigger', keys: ['Shift+T'] },
  {
    id: 'levelUp',
    group: 'Trigger',
    action: 'Raise the level',
    keys: ['Ctrl+ArrowUp'],
    gesture: 'Drag the arrow at the right edge',
  },
  {
    id: 'levelDown',
    group: 'Trigger',
    action: 'Lower the level',
    keys: ['Ctrl+ArrowDown'],
    gesture: 'Double-click the arrow sets 50 %',
  },
  {
    id: 'positionLeft',
    group: 'Trigger',
    action: 'Trigger position left',
    keys: ['Ctrl+ArrowLeft'],
    gesture: 'Drag the marker at the top edge',
  },
  {
    id: 'positionRight',
    group: 'Trigger',
    action: 'Trigger position right',
    keys: ['Ctrl+ArrowRight'],
    gesture: 'Double-click the marker centres it',
  },

  { id: 'blockSize', group: 'DMA buffer', action: 'Block size', keys: ['B'], gesture: 'Alt + wheel doubles or halves' },
  { id: 'watermark', group: 'DMA buffer', action: 'Watermark', keys: ['W'], gesture: 'Alt + wheel doubles or halves' },
  { id: 'apply', group: 'DMA buffer', action: 'Apply what was typed', keys: ['Enter'] },
  { id: 'restore', group: 'DMA buffer', action: 'Restore the value in force', keys: ['Escape'] },

  { id: 'persistence', group: 'Screen', action: 'Persistence on or off', keys: ['Shift+P'] },
  { id: 'clear', group: 'Screen', action: 'Clear persistence', keys: ['Delete'] },
  { id: 'tree', group: 'Screen', action: 'Fold or unfold the device tree', keys: ['D'] },
  { id: 'panels', group: 'Screen', action: 'Fold or unfold the settings', keys: ['Shift+D'] },
  { id: 'theme', group: 'Screen', action: 'Dark or light', keys: ['L'] },
  { id: 'fullScreen', group: 'Screen', action: 'Full screen', keys: ['F11'] },
  { id: 'help', group: 'Screen', action: 'This list', keys: ['?'] },
] as const satisfies readonly Binding[]

export type BindingId = (typeof bindings)[number]['id']

/** Fields handle the first two by themselves, the window the last; everything else is a command of the screen. */
const notCommands = ['apply', 'restore', 'fullScreen'] as const
/** Keys of the window, also while text is being typed: a browser would leave the page for its own meaning of them. */
export const windowKeys: ReadonlySet<string> = new Set(['Ctrl+O'])

export type CommandId = Exclude<BindingId, (typeof notCommands)[number]>

const isCommand = (id: BindingId): id is CommandId => !(notCommands as readonly string[]).includes(id)

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

/** A key event as the table writes it: `Shift+T`, `Ctrl+ArrowUp`, `?`. Shift is written for letters only. */
export function keyName(event: KeyPress): string {
  if (isAltGr(event)) return event.key
  // With Alt some layouts type another character; the digit of the key is what was meant.
  const digit = event.altKey || event.ctrlKey ? /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] : undefined
  const letter = /^[a-z]$/i.test(event.key)
  const named = event.key.length > 1
  const key = digit ?? (event.key === ' ' ? 'Space' : letter ? event.key.toUpperCase() : event.key)
  const shift = event.shiftKey && (letter || named)
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}`
}

/** The command a key stands for; for Alt+1..8 and Ctrl+1..8 `number` tells which channel (0 is the first). */
export function commandFor(name: string): { readonly id: CommandId; readonly number: number } | null {
  for (const { id, keys } of bindings) {
    const at = (keys as readonly string[]).indexOf(name)
    if (at >= 0 && isCommand(id)) return { id, number: at }
  }
  return null
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
}

/** A key as people read it: `Ctrl + ↑`. */
function readable(key: string): string {
  const parts = key === '+' ? ['+'] : key.split('+')
  return parts.map((part) => symbols[part] ?? part).join(' + ')
}

/** All keys of a binding as people read them: `+` and `=`; `Alt + 1…8` for a row of them. */
export function keyLabels(id: BindingId): readonly string[] {
  const keys: readonly string[] = bindings.find((binding) => binding.id === id)?.keys ?? []
  const [first = ''] = keys
  return keys.length === 8 ? [`${readable(first)}…8`] : keys.map(readable)
}

/** The first of them, for a tooltip. */
export function keyLabel(id: BindingId): string {
  return keyLabels(id)[0] ?? ''
}
