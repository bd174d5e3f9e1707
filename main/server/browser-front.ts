// The browser front: the instrument on a loopback address, for as long as somebody wants it.
import { type Clock, realClock } from '#main/runtime/clock.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Role } from '#shared/contract/access.ts'
import { serveInstrument } from '#shared/contract/rpc.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import { isUnderWay } from '#shared/contract/topics/recording.ts'
import { DisposableStore, Emitter } from '#shared/lifecycle.ts'
import type { Port } from '#shared/port/port.ts'
import { Audience } from './audience.ts'
import { type PageServer, startPageServer } from './http-server.ts'
import type { TakeFile } from './upload.ts'

export interface BrowserFrontOptions {
  /** Folder of the built page. */
  readonly root: string
  /** TCP port on 127.0.0.1; 0 for any free one. */
  readonly port: number
  /** End after this long, in seconds; null: when the last page closes, or on a signal. */
  readonly forSeconds: number | null
  /** Begins to capture; called when the address is known to be free. When it fails, the front ends. */
  begin?(): Promise<void>
  /** Takes in a file that an operator sends: see {@link PageServerOptions.takeFile}. */
  readonly takeFile?: TakeFile
  /** Lets viewers of other machines in. Then the front serves until it is ended: nobody here may be looking. */
  readonly letIn?: (() => Promise<{ readonly line: string; close(): Promise<void> }>) | null
  /** Ends the instrument: threads, files, everything. */
  close(): Promise<void>
  /** Asks for the end, and watches over it. */
  readonly end: ProgramEnd
  /** Prints one line of the result; and one for a person. */
  print(line: string): void
  note(line: string): void
  readonly clock?: Clock
}

/**
 * Serves `instrument` until the last page is closed, a signal comes, or the time is over; then closes everything.
 * Rejects, with everything closed, when the TCP port cannot be had (EBUSY, EACCES), and with what `begin` fails with.
 */
export async function runBrowserFront(instrument: InstrumentService, options: BrowserFrontOptions): Promise<void> {
  const { root, port, forSeconds, takeFile, print, note, end, clock = realClock } = options
  const owned = new DisposableStore()
  const ends = new Emitter<void>()
  const ended = new Promise<void>((resolve) => ends.on(resolve))
  let server: PageServer | null = null
  let viewers: { close(): Promise<void> } | null = null
  const { letIn = null } = options
  try {
    owned.add(end.onAsked(() => ends.fire()))
    let url = ''
    let isTold = false
    const isRecording = (): boolean => {
      if (!isUnderWay(instrument.state().recording)) return false
      if (!isTold) note(`the last page is closed; the recording goes on. ${url} shows it again, Ctrl+C ends it`)
      isTold = true
      return true
    }
    const audience = owned.add(
      new Audience(
        clock,
        () => ends.fire(),
        () => letIn !== null || isRecording(),
      ),
    )
    owned.add(instrument.board.onChange.on(() => audience.look()))
    const onPort = (viewer: Port, role: Role, isPanels: boolean): void => {
      serveInstrument(viewer, instrument, role)
      // Panels go with the page that they belong to.
      if (isPanels) return
      const joined = audience.join(role)
      isTold = false
      viewer.onClose(() => joined.dispose())
    }
    const onPage = (role: Role, isPanels: boolean): void => {
      if (role === 'operator' && !isPanels) audience.expect()
    }
    server = await startPageServer({ root, port, onPort, onPage, ...(takeFile !== undefined && { takeFile }) })
    url = server.url
    // The page is on its way while the instrument gets ready.
    const begun = options.begin?.()
    print(`Blockscope is at ${url} (${letIn === null ? 'closing the page or Ctrl+C' : 'Ctrl+C'} ends it)`)
    print(`To look at only: ${server.observerUrl}`)
    if (letIn !== null) {
      const opened = await letIn()
      viewers = opened
      note(opened.line)
    }
    // An end that is asked for meanwhile does not wait for the beginning.
    await Promise.race([begun, ended])
    end.step()
    if (forSeconds !== null) owned.add(clock.timer(forSeconds * 1000, () => ends.fire()))
    await ended
    end.watch()
  } finally {
    owned.dispose()
    await Promise.all([server?.close(), viewers?.close()])
    end.step()
    await options.close()
  }
}
