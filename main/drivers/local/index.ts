// Devices of this machine: what its kernel shows of them below `sys` and `dev`, as devices of this bus.
import path from 'node:path'
import { wholeOrNot } from '#shared/teardown.ts'
import type { RemoteContextDevices, RemoteContextOptions } from '../iiod/context.ts'
import { probeRemoteDevice, type Remote } from '../iiod/device.ts'
import { readKnownValues } from '../iiod/known-values.ts'
import { LocalDevices } from './devices.ts'
import { LocalLink } from './link.ts'
import { type SystemFiles, systemFiles } from './system-files.ts'

/**
 * Registers the devices below a root of files.
 * @param root `/` for the machine itself
 * @throws ENOENT there are none; EACCES, EMSGSIZE why they cannot be. Then nothing is left.
 */
export function probeLocalContext(
  root: string,
  options: RemoteContextOptions,
  files: SystemFiles = systemFiles,
): Promise<RemoteContextDevices> {
  return wholeOrNot(async (teardown) => {
    const at = path.resolve(root)
    const uri = at === '/' ? 'local:' : `local:${at}`
    const local = await LocalDevices.open(at, files)
    const devices = local.descriptions
    const remotes: Remote[] = []
    for (const device of devices) {
      const link = new LocalLink(local, device.id, options.runtime.clock)
      const known = await readKnownValues({ devices: [device] }, link)
      const remote = await probeRemoteDevice(device, { ...options, link, devices, known, uri })
      teardown.add(() => remote.remove())
      remotes.push(remote)
    }
    return { uri, remotes, remove: () => teardown.run() }
  })
}
