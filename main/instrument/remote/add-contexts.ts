// Contexts of other machines, as a command line or a viewer names them.
import { fail, say } from '#shared/errors.ts'
import type { Instrument } from '../instrument.ts'
import type { Remotes } from './remotes.ts'

/**
 * Adds the devices of these contexts. With `chooses` the first one that samples, at a rate that is known, is captured.
 * @throws why a context cannot be opened; those before it are there then
 */
export async function addContexts(instrument: Instrument, uris: readonly string[], chooses: boolean): Promise<void> {
  const { remotes } = instrument.parts.stack
  let isChosen = !chooses
  for (const uri of uris) {
    const { inputs } = await remotes.add(uri)
    for (const { device } of inputs) {
      if (isChosen || !(Number(await device.readAttribute('sampling_frequency').catch(() => 0)) > 0)) continue
      await instrument.handlers.captureDevice({ device: device.id })
      isChosen = true
    }
  }
}

/**
 * A viewer adds the devices of another machine, and reads no file by it. HOST alone is `ip:HOST`.
 * @returns the names of its devices here
 * @throws EACCES it names a file; as {@link Remotes.add}
 */
export async function addForViewer(remotes: Remotes, address: string): Promise<readonly string[]> {
  const typed = address.trim()
  if (typed.startsWith('xml:'))
    fail('EACCES', say`A file with devices is named on the command line: --connect ${typed}.`)
  return (await remotes.add(/^(ip|usb|serial|local):/.test(typed) ? typed : `ip:${typed}`)).devices
}
