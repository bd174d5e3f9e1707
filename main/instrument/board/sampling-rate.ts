// Where the sampling frequency of a device is set: at the device, or at the trigger that it samples with.
import { type AttributeHolder, type IioBus, IioDevice } from '#main/iio/index.ts'

export const ratePath = 'sampling_frequency'

const hasRate = (holder: AttributeHolder): boolean => holder.listAttributes().some(({ path }) => path === ratePath)

/** What has the sampling frequency of the device; null: nothing says it. */
export function rateHolder(device: IioDevice): AttributeHolder | null {
  if (hasRate(device)) return device
  const { trigger } = device
  return trigger !== null && hasRate(trigger) ? trigger : null
}

/** Hz; NaN: nothing says it. @throws ENODEV */
export async function samplingFrequencyOf(device: IioDevice): Promise<number> {
  return Number((await rateHolder(device)?.readAttribute(ratePath)) ?? Number.NaN)
}

/** Rates to choose from, Hz; empty: the device suggests none, or has one only. */
export async function samplingFrequenciesOf(device: IioDevice): Promise<readonly number[]> {
  const entry = rateHolder(device)
    ?.listAttributes()
    .find(({ path }) => path === ratePath)
  return entry?.options?.map(Number) ?? []
}

/**
 * What has the attribute `path` of the device or trigger with this id or name: the rate of a device that samples with a
 * trigger is an attribute of the trigger. Undefined: there is no such device.
 */
export function holderOf(bus: IioBus, idOrName: string, path: string): AttributeHolder | undefined {
  const holder = bus.findHolder(idOrName)
  return holder instanceof IioDevice && path === ratePath ? (rateHolder(holder) ?? holder) : holder
}
