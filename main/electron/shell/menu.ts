// The menu holds what every desktop program has; the instrument's own controls are on its screen.
import { Menu, type MenuItemConstructorOptions, shell } from 'electron'

const documentationUrl = 'https://docs.kernel.org/driver-api/iio/index.html'

export function installMenu(isPackaged: boolean): void {
  const developer: MenuItemConstructorOptions[] = isPackaged ? [] : [{ type: 'separator' }, { role: 'toggleDevTools' }]
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [{ role: process.platform === 'darwin' ? 'close' : 'quit' }] },
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
      submenu: [{ label: 'Linux IIO documentation', click: () => void shell.openExternal(documentationUrl) }],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
