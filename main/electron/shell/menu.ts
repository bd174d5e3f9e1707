// The menu of the window.
import { app, Menu, shell } from 'electron'
import { type MenuCommand, menuChannel } from '#shared/port/menu-messages.ts'
import { frontWindow } from '../window/front-window.ts'
import { menuTemplate, recordingItems } from './menu-template.ts'

export interface WindowMenu {
  /** The entry of the recording says what it will do. */
  setRecording(isUnderWay: boolean): void
}

/** To the page's preload script, which passes it on; see shared/port/menu-messages.ts. */
function ask(command: MenuCommand): void {
  frontWindow()?.webContents.send(menuChannel, command)
}

export function installMenu(): WindowMenu {
  const openLink = (url: string): void => void shell.openExternal(url)
  const template = menuTemplate({ isPackaged: app.isPackaged, platform: process.platform, ask, openLink })
  const menu = Menu.buildFromTemplate(template)
  Menu.setApplicationMenu(menu)
  const setVisible = (id: string, isVisible: boolean): void => {
    const item = menu.getMenuItemById(id)
    if (item !== null) item.visible = isVisible
  }
  return {
    setRecording(isUnderWay) {
      setVisible(recordingItems.begin, !isUnderWay)
      setVisible(recordingItems.end, isUnderWay)
    },
  }
}
