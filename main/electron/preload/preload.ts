// The only script with a foot in both worlds. It carries the page's nonce to main, main's port to the page, and the name of
// a command that was chosen in the menu. It exposes nothing on `window`. A sandboxed preload script is one CommonJS file (see main/build).
import { ipcRenderer } from 'electron'
import { isNonce, isPortRequest, type PortReply, portChannel } from '#shared/port/handover.ts'
import { isMenuCommand, type MenuMessage, menuChannel } from '#shared/port/menu-messages.ts'

window.addEventListener('message', (event) => {
  if (event.source === window && event.origin === location.origin && isPortRequest(event.data))
    ipcRenderer.send(portChannel, event.data.nonce)
})

ipcRenderer.on(portChannel, (event, nonce: unknown) => {
  const port = event.ports[0]
  if (port === undefined || !isNonce(nonce)) return
  const reply: PortReply = { type: 'blockscope:port', nonce }
  window.postMessage(reply, location.origin, [port])
})

ipcRenderer.on(menuChannel, (_event, command: unknown) => {
  if (!isMenuCommand(command)) return
  const message: MenuMessage = { type: 'blockscope:menu', command }
  window.postMessage(message, location.origin)
})
