// Contexts of other machines, as a command line or a viewer names them.
import type { Instrument } from '../instrument.ts'

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
