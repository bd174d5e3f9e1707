// Main's end of a channel to the page as the Port of the contract. Copies only: a buffer in the transfer list of this
// kind of port is lost, so nothing is ever transferred.
import type { MessagePortMain } from 'electron'
import { ownBytes } from '#shared/port/bytes.ts'
import { PortInbox } from '#shared/port/inbox.ts'
import type { Port } from '#shared/port/port.ts'

/** What is used of Electron's port; a test brings its own. */
export type ElectronPort = Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> & {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

/** Takes the port over. It closes by itself when the page reloads or its process ends. */
export function electronPort(port: ElectronPort): Port {
  const inbox = new PortInbox()
  port.on('message', ({ data }) => inbox.receive(data))
  port.on('close', () => inbox.close())
  return {
    post(message) {
      if (!inbox.isClosed) port.postMessage(message instanceof Uint8Array ? ownBytes(message) : message)
    },
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    start() {
      port.start()
      inbox.start()
    },
    close() {
      if (!inbox.isClosed) port.close()
      inbox.close()
    },
  }
}
