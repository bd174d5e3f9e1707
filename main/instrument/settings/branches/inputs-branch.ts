// The settings of what stands before each channel: its probe, whether it is inverted, what it is called. With another factor the
// picture stays: scale, offset, levels and cursors of the channel go with it, where somebody asks for it.

import { fail, say } from '#shared/errors.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { type InputSettings, inputSettings, probeFactor } from '#shared/kinds/settings.ts'
import type { InstrumentParts } from '../../parts.ts'
import { type Branch, type Prepared, prepared, type Values } from './branch.ts'

type Parts = Pick<
  InstrumentParts,
  'stack' | 'channelInputs' | 'recordings' | 'bandwidth' | 'state' | 'trigger' | 'search' | 'screen' | 'cursors'
>

const root = 'channels.'

export class InputsBranch implements Branch {
  readonly isOfDevices = false
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  leaves(): ReadonlyMap<string, Parameter> {
    return new Map(
      this.#ids().flatMap((id) =>
        Object.entries<Parameter>(inputSettings).map(([name, one]) => [`${root}${id}.${name}`, one] as const),
      ),
    )
  }

  read(): Values {
    const { channelInputs } = this.#parts
    return new Map(
      this.#ids().flatMap((id) =>
        Object.entries(channelInputs.of(id)).map(([name, value]) => [`${root}${id}.${name}`, value] as const),
      ),
    )
  }

  /** @throws EBUSY for another factor or unit of a channel that is being recorded: its description has one of each */
  prepare(values: Values): Prepared {
    if (this.#parts.recordings.isActive) this.#refuseRecorded(values)
    return prepared(async (manner) => {
      const { channelInputs, bandwidth, state, trigger, search } = this.#parts
      const before = new Map(this.#ids().map((id) => [id, channelInputs.factorOf(id)]))
      for (const [path, value] of values) {
        const at = path.lastIndexOf('.')
        const change = { [path.slice(at + 1)]: value } as Partial<InputSettings>
        channelInputs.change(path.slice(root.length, at), change)
      }
      await state.refresh()
      for (const [id, factor] of before) {
        const now = channelInputs.factorOf(id)
        if (now !== factor && manner === 'ask') this.#follow(id, Math.abs(now / factor))
      }
      bandwidth.follow(state.channels)
      trigger.apply(state.channels)
      search.apply(state.channels)
    })
  }

  #refuseRecorded(values: Values): void {
    const { channelInputs, state } = this.#parts
    for (const { id, enabled } of state.channels) {
      const own = Object.entries(inputSettings).flatMap(([name]) => {
        const value = values.get(`${root}${id}.${name}`)
        return value === undefined ? [] : [[name, value] as const]
      })
      const [before, now] = [channelInputs.of(id), { ...channelInputs.of(id), ...Object.fromEntries(own) }]
      const isSame = probeFactor(before) === probeFactor(now) && before.unit === now.unit && before.probe === now.probe
      if (enabled && !isSame)
        fail(
          'EBUSY',
          say`${id} is being recorded, and the description of a recording has one factor and one unit of it; stop the recording first.`,
        )
    }
  }

  /** The figures of a channel are so many times what they were. */
  #follow(id: string, times: number): void {
    const { trigger, search, screen, cursors, state } = this.#parts
    const scaled = (value: number): number => Number((value * times).toPrecision(12))
    screen.rescale(id, scaled)
    cursors.rescale(id, scaled)
    trigger.rescale(id, scaled, state.channels)
    search.rescale(id, scaled, state.channels)
  }

  /** Of all channels that could be captured: what is set of one stays while another device is captured. */
  #ids(): readonly string[] {
    const channels = this.#parts.stack.inputs.flatMap(({ device }) => device.scanElements.map(({ id }) => id))
    return [...new Set(channels)]
  }
}
