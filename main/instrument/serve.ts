// Other programs that a command line lets in.
import type { TcpEndpoint } from '#main/runtime/tcp.ts'
import type { IiodOverrun } from '#shared/contract/topics/iiod.ts'
import type { Instrument } from './instrument.ts'

/** Null: nobody is served so. */
export interface Served {
  readonly iiod: TcpEndpoint | null
  /** What becomes of scans that such a client is too slow for; null: as it is set. */
  readonly iiodOverrun: IiodOverrun | null
  readonly scpi: TcpEndpoint | null
}

/** Serves them. A line for each: what they open. @throws what a port is refused with; those before it are served then */
export async function serve(instrument: Instrument, { iiod, iiodOverrun, scpi }: Served): Promise<readonly string[]> {
  const { parts } = instrument
  const lines: string[] = []
  if (iiodOverrun !== null) parts.iiod.overrun = iiodOverrun
  if (iiod !== null) lines.push(`libiio programs reach the devices at ${await parts.iiod.start(instrument, iiod)}`)
  if (scpi !== null) lines.push(`scripts command it in SCPI at ${await parts.scpi.start(instrument, scpi)}`)
  return lines
}
