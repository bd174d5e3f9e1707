// What the menu holds: what every desktop program has, and the few things of the instrument that people look for there.
// Those are commands of the page, which has the keys too: a key is shown here, and heard there.
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '#shared/port/menu-messages.ts'

export const documentationUrl = 'https://docs.kernel.org/driver-api/iio/index.html'

/** Of the two entries of one place the one that would do something now is shown. */
export const recordingItems = { begin: 'record', end: 'stop-recording' } as const

export interface MenuTemplateOptions {
  readonly isPackaged: boolean
  readonly platform: NodeJS.Platform
  /** Asks the page for what its key does. */
  readonly ask: (command: MenuCommand) => void
  /** Opens an address of the list of outside links. */
  readonly openLink: (url: string) => void
}

export function menuTemplate({
  isPackaged,
  platform,
  ask,
  openLink,
}: MenuTemplateOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const item = (label: string, command: MenuCommand, accelerator: string): MenuItemConstructorOptions => ({
    label,
    click: () => ask(command),
    // macOS hears every key that a menu shows: a letter alone would begin to record while it is typed somewhere.
    ...((!isMac || /Ctrl|Alt/.test(accelerator)) && { accelerator, registerAccelerator: false }),
  })
  const developer: MenuItemConstructorOptions[] = isPackaged ? [] : [{ type: 'separator' }, { role: 'toggleDevTools' }]
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('&Open…', 'openFile', 'CmdOrCtrl+O'),
        item('&Save session…', 'saveSession', 'CmdOrCtrl+S'),
        { type: 'separator' },
        { ...item('&Record', 'record', 'R'), id: recordingItems.begin },
        { ...item('Stop &recording', 'record', 'R'), id: recordingItems.end, visible: false },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit', accelerator: 'Ctrl+Q' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
    {
      role: 'help',
      submenu: [
        item('&Guide', 'guide', 'F1'),
        item('&Keys and gestures', 'help', '?'),
        item('Copy &diagnostics', 'copyDiagnostics', 'CmdOrCtrl+Shift+D'),
        item('Check for &updates…', 'checkUpdates', 'Shift+U'),
        { type: 'separator' },
        { label: 'Linux IIO &documentation', click: () => openLink(documentationUrl) },
      ],
    },
  ]
}
