// A MessagePort of worker_threads as the Port of the contract: a viewer in another thread of the process.
import type { MessagePort } from 'node:worker_threads'
import { ownBytes } from '#shared/port/bytes.ts'
import { PortInbox } from '#shared/port/inbox.ts'
import type { Port } from '#shared/port/port.ts'

/** Takes the port over (`parentPort`, or one end of a MessageChannel). */
export function workerPort(port: MessagePort): Port {
  const inbox = new PortInbox()
  port.on('message', (message: unknown) => inbox.receive(message))
  port.on('messageerror', () => inbox.receive(undefined))
  port.on('close', () => inbox.close())
  return {
    post(message) {
      if (!inbox.isClosed) port.postMessage(message instanceof Uint8Array ? ownBytes(message) : message)
    },
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    start: () => inbox.start(),
    close() {
      port.close()
      inbox.close()
    },
  }
}
