// The instrument on a port: both ends of it. shared/rpc carries the topics; what is the oscilloscope's own is here: the
// frames, and who may do what.

import { fromWire, say } from '../errors.ts'
import { decodeFrame, type Frame, stampSequence } from '../frame/frame.ts'
import type { Disposable } from '../lifecycle.ts'
import type { Port } from '../port/port.ts'
import { type Client, connect, type FrameStream as Stream } from '../rpc/connect.ts'
import { serve } from '../rpc/serve.ts'
import { type Role, refusalToObserver } from './access.ts'
import type { InstrumentAbout, InstrumentService } from './service.ts'
import { noFileWays } from './topics/files.ts'
import { problemOf } from './topics/status.ts'
import { type Topics, topics } from './topics.ts'

export type InstrumentClient = Client<Topics, InstrumentAbout, Frame>
export type FrameStream = Stream<Frame>

/**
 * Serves one viewer on one port until the port closes or the result is disposed (which closes the port).
 * @param role what the viewer may do
 */
export function serveInstrument(port: Port, service: InstrumentService, role: Role = 'operator'): Disposable {
  const { version, front, fileWays, handlers, events, board } = service
  const files = role === 'operator' ? fileWays : noFileWays
  return serve<Topics, InstrumentAbout>(
    port,
    {
      topics,
      handlers,
      events,
      board,
      state: () => service.state(),
      about: () => ({ version, front, role, files }),
      openViewer: () => service.openViewer(role),
    },
    {
      rights: role === 'operator' ? 'all' : 'look',
      refusal: refusalToObserver,
      stamp: stampSequence,
      tellTrouble: (error) => ['problem', problemOf(say`No frame could be made: ${fromWire(error)}`, null)],
    },
  )
}

/**
 * Says hello on a port and returns the instrument behind it. Rejects with EPROTO when it speaks another protocol or lacks
 * an essential topic, with ENODEV when the port closes first; the port is then closed.
 */
export function connectInstrument(port: Port, options: { readonly client: string }): Promise<InstrumentClient> {
  return connect(port, { ...options, topics, decode: decodeFrame })
}
