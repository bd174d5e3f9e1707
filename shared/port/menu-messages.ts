// What the menu of the desktop app asks of the page: the same that a key or a button of the page does. Main sends the name
// of a command, the preload script posts it to the page's own window. Nothing comes back this way.

/** Commands of the page that the menu has; named as in the page's table of keys. */
export const menuCommands = [
  'openFile',
  'saveSession',
  'record',
  'guide',
  'help',
  'copyDiagnostics',
  'checkUpdates',
] as const
export type MenuCommand = (typeof menuCommands)[number]

/** Preload -> page, by `window.postMessage(message, location.origin)`. */
export interface MenuMessage {
  readonly type: 'blockscope:menu'
  readonly command: MenuCommand
}

/** Channel from main to preload: `send(channel, command)`. */
export const menuChannel = 'blockscope:menu'

export function isMenuCommand(value: unknown): value is MenuCommand {
  return (menuCommands as readonly unknown[]).includes(value)
}

export function isMenuMessage(value: unknown): value is MenuMessage {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('command' in value)) return false
  return value.type === 'blockscope:menu' && isMenuCommand(value.command)
}
