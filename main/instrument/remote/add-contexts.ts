// Contexts of other machines, as a command line or a viewer names them.
import { fail, say } from '#shared/errors.ts'
import type { Remotes } from './remotes.ts'

/**
 * Adds the devices of these contexts. The first one that samples, at a rate that is known, is captured.
 * @param capture captures the device of this id; null: another one was chosen
 * @throws why a context cannot be opened; those before it are there then
 */
export async function addContexts(
  remotes: Remotes,
  uris: readonly string[],
  capture: ((device: string) => Promise<unknown>) | null,
): Promise<void> {
  let choose = capture
  for (const uri of uris) {
    const { inputs } = await remotes.add(uri)
    for (const { device } of inputs) {
      const samples = choose !== null && Number(await device.readAttribute('sampling_frequency').catch(() => 0)) > 0
      if (!samples) continue
      await choose?.(device.id)
      choose = null
    }
  }
}

/**
 * A viewer adds the devices of another machine, or of this one (`local:`), and reaches no other file by it. HOST alone is `ip:HOST`.
 * @returns the names of its devices here
 * @throws EACCES it names a file or a folder; as {@link Remotes.add}
 */
export async function addForViewer(remotes: Remotes, address: string): Promise<readonly string[]> {
  const typed = address.trim()
  if (typed.startsWith('xml:'))
    fail('EACCES', say`A file with devices is named on the command line: --connect ${typed}.`)
  if (/^local:\/*[^/]/.test(typed))
    fail('EACCES', say`A folder with devices is named on the command line: --connect ${typed}.`)
  return (await remotes.add(/^(ip|usb|serial|local):/.test(typed) ? typed : `ip:${typed}`)).devices
}
