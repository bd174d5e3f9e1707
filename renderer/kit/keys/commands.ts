// Every command of the page, with its keys and gestures, in one table that the features fill: the keyboard, the buttons, the
// tooltips, the menu and the help all read it.
import { readableKey } from './key-name.ts'

export type CommandGroup =
  | 'Capture'
  | 'Settings'
  | 'Files'
  | 'Time'
  | 'Voltage'
  | 'Trigger'
  | 'Cursors'
  | 'Buffer'
  | 'Screen'

export interface Command {
  readonly group: CommandGroup
  /** What it does, for the help. */
  readonly action: string
  /** As `keyName` writes them; several keys may do the same. A row of them stands for channels: the first is number 0. */
  readonly keys: readonly string[]
  /** What the mouse does for the same purpose. */
  readonly gesture?: string
  /** Heard also while text is typed: a browser would leave the page for its own meaning of these keys. */
  readonly inText?: true
  /** A page without the trace leaves it to the one that has it. */
  readonly needsTrace?: true
  /** Null: the field or the window that has the keyboard does it by itself. */
  readonly run: ((number: number) => unknown) | null
}

export type CommandTable = Readonly<Record<string, Command>>

export interface NamedCommand extends Command {
  readonly id: string
}

let commands: readonly NamedCommand[] = []

/**
 * Fills the table.
 * @throws Error for an id or a key that two of them claim: an error of the program
 */
export function installCommands(tables: readonly CommandTable[]): void {
  const all = tables.flatMap((table) => Object.entries(table).map(([id, command]) => ({ ...command, id })))
  for (const claims of [all.map(({ id }) => id), all.flatMap(({ keys }) => keys)]) {
    const twice = claims.find((claim, k) => claims.indexOf(claim) !== k)
    if (twice !== undefined) throw new Error(`Two commands claim '${twice}'.`)
  }
  commands = all
}

export function allCommands(): readonly NamedCommand[] {
  return commands
}

function find(id: string): NamedCommand {
  const found = commands.find((command) => command.id === id)
  if (found === undefined) throw new Error(`There is no command '${id}'.`)
  return found
}

/** Does what its key does. @param number which of a row of keys, 0 for the first */
export function runCommand(id: string, number = 0): unknown {
  return find(id).run?.(number)
}

/** The command a key stands for; for a row of keys `number` tells which. Null: none that can be run. */
export function commandFor(name: string): { readonly command: NamedCommand; readonly number: number } | null {
  for (const command of commands) {
    const number = command.keys.indexOf(name)
    if (number >= 0 && command.run !== null) return { command, number }
  }
  return null
}

/** All keys of a command as people read them: `+` and `=`; `Alt + 1…8` for a row of them. */
export function keyLabels(id: string): readonly string[] {
  const { keys } = find(id)
  if (keys.length % 8 !== 0 || keys.length === 0) return keys.map(readableKey)
  return keys.filter((_, k) => k % 8 === 0).map((key) => `${readableKey(key)}…8`)
}

/** The first of them, for a tooltip. */
export function keyLabel(id: string): string {
  return keyLabels(id)[0] ?? ''
}

/** The keys of a row of commands, one for each of sixteen channels; those from the ninth on with Shift. */
export function channelKeys(modifier: 'Alt' | 'Ctrl'): readonly string[] {
  return [modifier, `${modifier}+Shift`].flatMap((held) => [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `${held}+${n}`))
}
