// Where the sampling frequency of a remote device is: at the device, at its channels, or at the trigger that it samples with. One
// that says nothing anywhere has the rate that a person states, and none before.
import { type Attribute, type AttributeTable, numberAttribute } from '#main/iio/index.ts'
import type { AttributePlace, RemoteAttribute, RemoteDevice } from '#main/iiod/index.ts'
import { remoteAttribute } from './attributes.ts'
import type { FarSide } from './far-side.ts'
import type { KnownValues } from './known-values.ts'
import { triggersOf } from './trigger.ts'

const rateName = 'sampling_frequency'
/** What triggers call it. */
const triggerRateNames: readonly string[] = [rateName, 'frequency']

interface Parts {
  readonly link: FarSide | null
  readonly devices: readonly RemoteDevice[]
  readonly known: KnownValues
}

type MakeTable = (place: AttributePlace, attributes: readonly RemoteAttribute[]) => AttributeTable

export function rateAttribute(
  remote: RemoteDevice,
  { link, devices, known }: Parts,
  table: MakeTable,
  isCapturing: () => boolean,
): Attribute {
  const own = table({ kind: 'device' }, remote.attributes)[rateName]
  if (own !== undefined) return { ...own, isSetting: true }
  for (const { id, direction, scan, attributes } of remote.channels) {
    if (scan === null || direction !== 'in') continue
    const ofChannel = table({ kind: 'channel', direction, channel: id }, attributes)[rateName]
    if (ofChannel !== undefined) return { ...ofChannel, isSetting: true }
  }
  let statedHz = 0
  const stated = numberAttribute({
    get: () => statedHz,
    set: (hz) => {
      statedHz = hz
    },
    min: 0,
  })
  if (link === null || known.trigger(remote.id) === null) return stated
  /** Of the trigger it has now; null: it has none that says a rate. */
  const ofTrigger = async (): Promise<Attribute | null> => {
    const name = await link.readTrigger(remote.id)
    const trigger = triggersOf(devices).find((one) => one.name === name)
    const rate = trigger?.attributes.find((one) => triggerRateNames.includes(one.name))
    if (trigger === undefined || rate === undefined) return null
    const of = { device: trigger.id, place: { kind: 'device' }, name: rate.name } as const
    return remoteAttribute({
      link,
      ...of,
      described: null,
      ofStream: true,
      isReadOnly: false,
      options: null,
      isCapturing,
    })
  }
  return {
    isRemote: true,
    show: async () => ((await ofTrigger().catch(() => null)) ?? stated).show(),
    store: async (text) => ((await ofTrigger()) ?? stated).store?.(text),
  }
}
