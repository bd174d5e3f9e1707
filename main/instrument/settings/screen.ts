// How the operators' screens show the signal. The instrument keeps it, so that it is one for all of them, is undone and is
// kept in a session like everything else; it acts on none of it.
import type { ChannelScreen, ScreenSettings } from '#shared/contract/topics/screen.ts'
import { fail, say } from '#shared/errors.ts'
import { screenSettings } from '#shared/kinds/screen-settings.ts'
import { channelSettings } from '#shared/kinds/settings.ts'
import { maxOffsetDivisions } from '#shared/screen/ranges.ts'
import { formatSi } from '#shared/units.ts'
import type { Values } from './branches/branch.ts'

const unset: ChannelScreen = {
  voltsPerDiv: channelSettings.voltsPerDiv.default,
  offset: channelSettings.offset.default,
}

/** All settings but those of channels, by their paths. */
const fieldOf: Readonly<Record<string, keyof Omit<ScreenSettings, 'channels'>>> = {
  'timebase.secondsPerDiv': 'secondsPerDiv',
  'timebase.position': 'positionSeconds',
  'screen.persistence': 'persistence',
  'overview.on': 'overview',
  'overview.secondsPerDiv': 'overviewSecondsPerDiv',
  'overview.position': 'overviewPosition',
  'screen.dots': 'dots',
  'screen.interpolation': 'interpolation',
}

const volts = (value: number): string => formatSi(value, 'V')

function checkOffset(id: string, { voltsPerDiv, offset }: ChannelScreen): void {
  if (voltsPerDiv === 'auto' || offset === 'auto') return
  const reach = maxOffsetDivisions * voltsPerDiv
  if (Math.abs(offset) <= reach * (1 + 1e-9)) return
  fail(
    'EINVAL',
    say`At ${volts(voltsPerDiv)} a division channels.${id}.offset goes from ${volts(-reach)} to ${volts(reach)}, not to ${volts(offset)}.`,
  )
}

export class ScreenControl {
  #settings: ScreenSettings = {
    secondsPerDiv: screenSettings['timebase.secondsPerDiv'].default,
    positionSeconds: screenSettings['timebase.position'].default,
    persistence: screenSettings['screen.persistence'].default,
    overview: screenSettings['overview.on'].default,
    overviewSecondsPerDiv: screenSettings['overview.secondsPerDiv'].default,
    overviewPosition: screenSettings['overview.position'].default,
    dots: screenSettings['screen.dots'].default,
    interpolation: screenSettings['screen.interpolation'].default,
    channels: {},
  }

  get settings(): ScreenSettings {
    return this.#settings
  }

  /** All but those of channels. */
  get values(): readonly (readonly [path: string, value: number | boolean | string])[] {
    return Object.entries(fieldOf).map(([path, field]) => [path, this.#settings[field]])
  }

  channel(id: string): ChannelScreen {
    return this.#settings.channels[id] ?? unset
  }

  /** The figures of a channel have become others. */
  rescale(id: string, scaled: (value: number) => number): void {
    const { voltsPerDiv, offset } = this.channel(id)
    const next = {
      voltsPerDiv: voltsPerDiv === 'auto' ? voltsPerDiv : scaled(voltsPerDiv),
      offset: offset === 'auto' ? offset : scaled(offset),
    }
    this.#settings = { ...this.#settings, channels: { ...this.#settings.channels, [id]: next } }
  }

  /** @throws EINVAL for an offset that is far beyond the screen at the channel's scale; nothing changes then */
  set(values: Values): void {
    const channels = new Map(Object.entries(this.#settings.channels))
    const fields: Record<string, unknown> = {}
    for (const [path, value] of values) {
      const [, id, name] = /^channels\.(.+)\.(\w+)$/.exec(path) ?? []
      if (id === undefined || name === undefined) fields[fieldOf[path]!] = value
      else channels.set(id, { ...(channels.get(id) ?? unset), [name]: value })
    }
    for (const [id, channel] of channels) checkOffset(id, channel)
    this.#settings = { ...this.#settings, ...fields, channels: Object.fromEntries(channels) }
  }
}
