// The trigger that a remote device samples with: one of those of its own machine.
import type { Attribute } from '#main/iio/index.ts'
import type { RemoteDevice } from '#main/iiod/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { FarSide } from './far-side.ts'

/** Triggers are devices without channels, by their ids. */
export function triggersOf(devices: readonly RemoteDevice[]): readonly RemoteDevice[] {
  return devices.filter(({ id }) => id.startsWith('trigger'))
}

export function triggerAttribute(
  remote: RemoteDevice,
  { devices }: { readonly devices: readonly RemoteDevice[] },
  link: FarSide,
  isCapturing: () => boolean,
): Attribute {
  const triggers = triggersOf(devices)
  return {
    isRemote: true,
    show: async () => (await link.readTrigger(remote.id)) ?? '',
    async store(text) {
      const wanted = text.replace(/\n$/, '')
      if (isCapturing()) fail('EBUSY', say`The trigger of ${remote.name} cannot change while it is capturing.`)
      const found = triggers.find(({ id, name }) => name === wanted || id === wanted)
      if (found === undefined && wanted !== '')
        fail('EINVAL', say`There is no trigger '${wanted}'; there are ${triggers.map(({ name }) => name).join(', ')}.`)
      await link.writeTrigger(remote.id, found?.id ?? '')
    },
    options: () => triggers.map(({ name }) => name),
    hideAvailable: true,
  }
}
