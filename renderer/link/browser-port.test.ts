import { expect, it } from 'vitest'
import type { Port } from '#shared/port/port.ts'
import { describePort } from '#shared/testing/port-suite.ts'
import { browserPort } from './browser-port.ts'

describePort('a MessagePort of the page', async (): Promise<[Port, Port]> => {
  const { port1, port2 } = new MessageChannel()
  return [browserPort(port1), browserPort(port2)]
})

it('delivers a message that could not be read as nothing, to be refused', () => {
  const raw = Object.assign(new EventTarget(), { start: () => undefined })
  const port = browserPort(raw as unknown as MessagePort)
  const heard: unknown[] = []
  port.onMessage((message) => heard.push(message))
  port.start()
  raw.dispatchEvent(new Event('messageerror'))
  expect(heard).toEqual([undefined])
})
