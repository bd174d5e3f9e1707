// A MessagePort of the page (the desktop front hands one over) as the Port of the contract.
import { ownBytes } from '#shared/port/bytes.ts'
import { PortInbox } from '#shared/port/inbox.ts'
import type { Port } from '#shared/port/port.ts'

/** Takes the port over: nobody else may listen to it. */
export function browserPort(port: MessagePort): Port {
  const inbox = new PortInbox()
  port.addEventListener('message', (event: MessageEvent) => inbox.receive(event.data))
  port.addEventListener('messageerror', () => inbox.receive(undefined))
  // The other side closed, or its process went away.
  port.addEventListener('close', () => inbox.close())
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
      port.close()
      inbox.close()
    },
  }
}
