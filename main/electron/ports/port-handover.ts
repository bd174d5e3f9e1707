// Gives each page its port to the instrument: asked for with a nonce, answered with one end of a new channel. A window has
// one port at a time; asking again (a reload) closes the one before, and so does the end of the page.
import { MessageChannelMain, type WebContents } from 'electron'
import type { Log } from '#main/diagnostics/index.ts'
import { serveInstrument } from '#shared/contract/rpc.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import { type Disposable, DisposableStore, toDisposable } from '#shared/lifecycle.ts'
import { isNonce, portChannel } from '#shared/port/handover.ts'
import { listenAtDoor } from '../security/message-door.ts'
import { electronPort } from './electron-port.ts'

/**
 * Serves the instrument to every page that asks, until disposed.
 * @param onMade calls back with the instrument when there is one: a page that is sooner waits
 */
export function handOverPorts(onMade: (serve: (service: InstrumentService) => void) => void, log: Log): Disposable {
  const sessions = new Map<number, Disposable>()
  /** The newest request of each page, as long as there is no instrument: a page that was not answered in time asks again. */
  const waiting = new Map<WebContents, string>()
  const owned = new DisposableStore()

  const drop = (id: number): void => {
    sessions.get(id)?.dispose()
    sessions.delete(id)
  }

  const watched = new WeakSet<WebContents>()
  const watch = (contents: WebContents): void => {
    if (watched.has(contents)) return
    watched.add(contents)
    const { id } = contents
    contents.on('did-start-navigation', (event) => {
      if (event.isMainFrame && !event.isSameDocument) drop(id)
    })
    contents.on('render-process-gone', () => drop(id))
    contents.on('destroyed', () => drop(id))
  }

  const handOver = (contents: WebContents, nonce: string, service: InstrumentService): void => {
    if (contents.isDestroyed()) return
    drop(contents.id)
    const { port1, port2 } = new MessageChannelMain()
    sessions.set(contents.id, serveInstrument(electronPort(port1), service))
    contents.postMessage(portChannel, nonce, [port2])
  }

  const onRequest = (contents: WebContents, nonce: unknown): void => {
    if (!isNonce(nonce)) {
      log.warn('dropped a request for a port: its nonce is no nonce')
      return
    }
    watch(contents)
    const isFirst = !waiting.has(contents)
    waiting.set(contents, nonce)
    if (!isFirst) return
    onMade((service) => {
      const newest = waiting.get(contents)
      waiting.delete(contents)
      if (newest !== undefined) handOver(contents, newest, service)
    })
  }

  owned.add(toDisposable(() => [...sessions.keys()].forEach(drop)))
  owned.add(listenAtDoor(portChannel, log, onRequest))
  return owned
}
