// Devices of another machine: a context that its iiod serves, or that a file describes, as devices of this bus; or, under an address
// of the same kind, those of this machine.
import { contextLimits, type RemoteContext, readContext } from '#main/iiod/index.ts'
import { type FileFacts, files } from '#main/runtime/drive/files.ts'
import { kindOf } from '#main/runtime/found-file.ts'
import { fail, say, sentenceOf } from '#shared/errors.ts'
import { hostPortText } from '#shared/host-port.ts'
import { patience } from '#shared/patience.ts'
import { wholeOrNot } from '#shared/teardown.ts'
import { probeLocalContext } from '../local/index.ts'
import type { RemoteContextDevices, RemoteContextOptions } from './context.ts'
import { probeRemoteDevice, type Remote } from './device.ts'
import { readKnownValues } from './known-values.ts'
import { RemoteLink } from './link.ts'
import { parseContextUri } from './uri.ts'

export type { RemoteContextDevices, RemoteContextOptions } from './context.ts'
export type { Remote } from './device.ts'
export { parseContextUri } from './uri.ts'

/** What is asked for when a context is opened is answered within this time, ms. */
const openMs = 15_000

/**
 * Opens a context and registers its devices.
 * @param uri see {@link parseContextUri}
 * @throws EINVAL the address, or its devices, cannot be; EIO, ETIMEDOUT, EPROTO, EBADMSG, EMSGSIZE why it cannot be opened. Then nothing is left.
 */
export function probeRemoteContext(uri: string, options: RemoteContextOptions): Promise<RemoteContextDevices> {
  const parsed = parseContextUri(uri)
  if (parsed.kind === 'local') return probeLocalContext(parsed.root, options)
  return wholeOrNot(async (teardown) => {
    const link = parsed.kind === 'ip' ? await RemoteLink.open(parsed.endpoint, options.runtime.clock) : null
    teardown.add(() => link?.close())
    const context = parsed.kind === 'ip' ? link!.context : await readContextFile(parsed.file)
    const { devices } = context
    let isLate = false
    const late = patience(options.runtime.clock, openMs, () => {
      isLate = true
      link?.close()
    })
    const known = await readKnownValues(context, link)
    late.dispose()
    if (isLate) fail('ETIMEDOUT', say`${uri} takes too long to answer: ${openMs / 1e3} s were not enough.`)
    const name = parsed.kind === 'ip' ? `ip:${hostPortText(parsed.endpoint)}` : uri
    const remotes: Remote[] = []
    for (const device of devices) {
      const remote = await probeRemoteDevice(device, { ...options, link, devices, known, uri: name })
      teardown.add(() => remote.remove())
      remotes.push(remote)
    }
    return { uri: name, remotes, remove: () => teardown.run() }
  })
}

/** @throws ENOENT there is no such file; EINVAL it is no file; EIO it cannot be read; EMSGSIZE, EBADMSG it is no context */
async function readContextFile(file: string): Promise<RemoteContext> {
  let found: FileFacts
  let text = ''
  try {
    found = await files.stat(file)
    if (found.isFile() && found.size <= contextLimits.xmlBytes) text = await files.readText(file)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') fail('ENOENT', say`There is no file ${file}.`)
    return fail('EIO', say`${file} cannot be read: ${sentenceOf(thrown)}`)
  }
  // What is no file may never end, or open something that acts.
  if (!found.isFile()) fail('EINVAL', say`${file} is ${kindOf(found)}; a context is in a file.`)
  if (found.size > contextLimits.xmlBytes)
    fail(
      'EMSGSIZE',
      say`${file} is too large for a context: ${found.size} bytes, and ${contextLimits.xmlBytes} are allowed.`,
    )
  return readContext(text)
}
