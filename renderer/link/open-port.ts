// Which way leads to the instrument from where this page was served.
import { pageScheme } from '#shared/port/handover.ts'
import type { Port } from '#shared/port/port.ts'
import { openDesktopPort } from './desktop-port.ts'
import { openWebSocketPort, portUrl, refusalAt } from './ws-port.ts'

export function openPort(host: Window = window): Promise<Port> {
  if (host.location.protocol === `${pageScheme}:`) return openDesktopPort(host)
  const page = host.location.href
  return openWebSocketPort(portUrl(page)).catch(async (thrown: unknown) => {
    throw (await refusalAt(page)) ?? thrown
  })
}
