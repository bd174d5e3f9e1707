// The instrument on a port: both ends of it. shared/rpc carries the topics; what is the oscilloscope's own is here: the
// frames, and who may do what.

import { fail, fromWire, say } from '../errors.ts'
import { decodeFrame, type Frame, stampSequence } from '../frame/frame.ts'
import type { Disposable } from '../lifecycle.ts'
import { panelsClient } from '../port/panels-page.ts'
import type { Port } from '../port/port.ts'
import { type Client, connect, type FrameStream as Stream } from '../rpc/connect.ts'
import { serve } from '../rpc/serve.ts'
import type { ServedViewer } from '../rpc/service.ts'
import { type Guest, guestAtMachine, type Role, refusalTo, refusalToTell } from './access.ts'
import type { Seat } from './desk.ts'
import type { InstrumentAbout, InstrumentService, Viewer } from './service.ts'
import { type FileWays, noFileWays } from './topics/files.ts'
import { problemOf } from './topics/status.ts'
import { type Topics, topics } from './topics.ts'

export type InstrumentClient = Client<Topics, InstrumentAbout, Frame>
export type FrameStream = Stream<Frame>

/**
 * Serves one viewer on one port until the port closes or the result is disposed (which closes the port).
 * @param who the viewer, or what a viewer at the machine itself may do
 */
export function serveInstrument(port: Port, service: InstrumentService, who: Role | Guest = 'operator'): Disposable {
  const guest = typeof who === 'string' ? guestAtMachine(who) : who
  const { version, front, handlers, events, board, desk } = service
  const mayOperate = guest.role === 'operator'
  /** Taken with hello, given up with the port. */
  let seat: Seat | null = null
  return serve<Topics, InstrumentAbout>(
    port,
    {
      topics,
      handlers,
      events,
      board,
      state: () => service.state(),
      about: () => ({
        version,
        front,
        role: guest.role,
        files: fileWaysOf(guest, service.fileWays),
        party: seat?.party.id ?? null,
      }),
      openViewer: (client) => {
        const own = mayOperate ? desk.sit(guest) : null
        seat = own
        try {
          const isLooking = (): boolean => own === null || own.refusalOf('setView') !== null
          return seated(service.openViewer(guest.role, isLooking, client !== panelsClient), own)
        } catch (thrown) {
          own?.dispose()
          throw thrown
        }
      },
    },
    {
      refusal: (name, { changes, outOfTurn }) =>
        changes
          ? (refusalTo(guest, name) ?? (outOfTurn ? null : (seat?.refusalOf(name) ?? null)))
          : refusalToTell(guest, name),
      stamp: stampSequence,
      tellTrouble: (error) => ['problem', problemOf(say`No frame could be made: ${fromWire(error)}`, null)],
    },
  )
}

/** What opens a window of the system is for who sits there. */
function fileWaysOf({ role, isAtMachine }: Guest, ways: FileWays): FileWays {
  if (role === 'observer') return noFileWays
  return isAtMachine ? ways : { ...noFileWays, upload: ways.upload }
}

/** A viewer with its place at the desk. */
function seated(viewer: Viewer, seat: Seat | null): ServedViewer<Topics> {
  const mine = (): Seat => seat ?? fail('EACCES', say`This view is read-only.`)
  return {
    setView: (settings) => viewer.setView(settings),
    nextFrame: () => viewer.nextFrame(),
    takeControl: () => mine().take(),
    askControl: () => mine().ask(),
    giveControl: ({ to }) => mine().give(to),
    keepControl: () => mine().keep(),
    releaseControl: () => mine().release(),
    dispose() {
      seat?.dispose()
      viewer.dispose()
    },
  }
}

/**
 * Says hello on a port and returns the instrument behind it. Rejects with EPROTO when it speaks another protocol or lacks
 * an essential topic, with ENODEV when the port closes first; the port is then closed.
 */
export function connectInstrument(port: Port, options: { readonly client: string }): Promise<InstrumentClient> {
  return connect(port, { ...options, topics, decode: decodeFrame })
}
