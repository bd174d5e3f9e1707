import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { expect, it, vi } from 'vitest'
import { describePort } from '#shared/testing/port-suite.ts'
import { type ElectronPort, electronPort } from './electron-port.ts'

/** Electron's port in what matters: events wrap the message, nothing comes before start, transfers are refused. */
function electronLike(port: MessagePort): ElectronPort {
  const emitter = new EventEmitter()
  port.on('close', () => emitter.emit('close'))
  return Object.assign(emitter, {
    postMessage(message: unknown, transfer?: unknown[]) {
      if (transfer !== undefined) throw new TypeError('only ports can be transferred')
      port.postMessage(message)
    },
    start: () => void port.on('message', (data: unknown) => emitter.emit('message', { data, ports: [] })),
    close: () => port.close(),
  })
}

describePort('a port of Electron', async () => {
  const { port1, port2 } = new MessageChannel()
  return [electronPort(electronLike(port1)), electronPort(electronLike(port2))]
})

it('sends a view as its own bytes only, not with the whole buffer behind it', () => {
  const { port1 } = new MessageChannel()
  const raw = electronLike(port1)
  const posted = vi.spyOn(raw, 'postMessage')
  electronPort(raw).post(new Uint8Array(1 << 20).subarray(8, 24))
  const sent = posted.mock.calls[0]?.[0] as Uint8Array
  expect([sent.byteLength, sent.buffer.byteLength]).toEqual([16, 16])
  port1.close()
})
