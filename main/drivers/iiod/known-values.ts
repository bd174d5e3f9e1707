// What is read once, when a context is opened: values to choose from, triggers, clocks. All of it is asked for at once.
import type { AttributePlace, RemoteContext } from '#main/iiod/index.ts'
import { optionsIn } from './attributes.ts'
import type { FarSide } from './far-side.ts'

export interface KnownValues {
  /** Null: it could not be read, or was not asked for. */
  value(device: string, place: AttributePlace, name: string): string | null
  options(device: string, place: AttributePlace, name: string): readonly string[] | null
  /** Name of the trigger; empty: none; null: the device samples without one. */
  trigger(device: string): string | null
}

/** More than this is not asked for: what is left has no list to choose from. */
const mostAsked = 4096

const keyOf = (device: string, place: AttributePlace, name: string): string => JSON.stringify([device, place, name])

/** @param link null: nothing is known */
export async function readKnownValues(
  { devices }: Pick<RemoteContext, 'devices'>,
  link: FarSide | null,
): Promise<KnownValues> {
  const values = new Map<string, string>()
  const triggers = new Map<string, string>()
  const asked: Promise<void>[] = []
  const ask = (device: string, place: AttributePlace, name: string): void => {
    if (link === null || asked.length >= mostAsked) return
    // One that cannot be read now is shown so when it is looked at.
    const read = link.readAttribute(device, place, name)
    asked.push(read.then((value) => void values.set(keyOf(device, place, name), value)).catch(() => undefined))
  }
  const isAsked = (name: string): boolean => name.endsWith('_available') || name === 'current_timestamp_clock'
  for (const { id, attributes, channels } of devices) {
    for (const { name } of attributes) if (isAsked(name)) ask(id, { kind: 'device' }, name)
    for (const channel of channels)
      for (const { name } of channel.attributes)
        if (isAsked(name)) ask(id, { kind: 'channel', direction: channel.direction, channel: channel.id }, name)
    if (link !== null && channels.some(({ scan }) => scan !== null))
      asked.push(
        link
          .readTrigger(id)
          .then((name) => {
            if (name !== null) triggers.set(id, name)
          })
          .catch(() => undefined),
      )
  }
  await Promise.all(asked)
  return {
    value: (device, place, name) => values.get(keyOf(device, place, name)) ?? null,
    options: (device, place, name) => optionsIn(values.get(keyOf(device, place, name)) ?? ''),
    trigger: (device) => triggers.get(device) ?? null,
  }
}
