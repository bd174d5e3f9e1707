// What is done with references, from keys, menus and the panel.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { referenceIds } from '#shared/contract/topics/memory/references.ts'
import { fail, say } from '#shared/errors.ts'
import { formatSetting } from '../../kit/format/figures.ts'
import { referenceSample } from '../../scale/axis.ts'
import { stretchOnScreen } from '../../scale/stretch.ts'
import { useFiles } from '../../state/files.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useReferences } from '../../state/references.ts'
import { useView } from '../../state/view.ts'

export const mostReferences = referenceIds.length

/** The channel that is selected, or the first one that is on; null: none is. */
export function channelToKeep(): ChannelState | null {
  const id = useFiles().playingChannel()
  return useInstrument().enabledChannels.find((one) => one.id === id) ?? null
}

/** Keeps what the screen shows of a channel. Rejects with ErrnoError. */
export async function keep(channel: string): Promise<void> {
  const instrument = useInstrument()
  const { settings } = useView()
  const frame = instrument.feed.shown
  const stretch = frame === null ? null : stretchOnScreen(frame, settings)
  if (frame === null || stretch === null) fail('ENODATA', say`There is nothing on the screen to keep.`)
  const made = await instrument.call('keepReference', { channel, ...stretch, zero: referenceSample(frame, settings) })
  const whole =
    made.samples === made.wanted
      ? ''
      : ` Memory has ${formatSetting(made.samples / made.samplingFrequencyHz, 's')} of it.`
  instrument.report({
    severity: 'info',
    message: `${made.id} has what the screen shows of ${made.name}.${whole}`,
    tip: null,
  })
}

/** Lets the person choose a file, and keeps its signal. Rejects with ErrnoError. */
export async function importChosen(channel: string): Promise<void> {
  const file = await useFiles().obtain()
  if (file !== null) await useInstrument().call('importReference', { channel, file })
}

/** Takes back what was kept last; nothing where nothing is kept. Rejects with ErrnoError. */
export async function removeNewest(): Promise<void> {
  const newest = useReferences().all.toSorted((one, other) => other.number - one.number)[0]
  if (newest !== undefined) await useInstrument().call('removeReference', { id: newest.id })
}

/** Hides all where one is shown, else shows all. */
export async function turnAll(): Promise<void> {
  const { all } = useReferences()
  const shown = all.every((one) => !one.shown)
  for (const { id } of all) await useInstrument().ask('setReference', { id, shown })
}
