// The settings of the instrument itself: trigger, buffer, screen. Their parameters are shared/kinds/settings.ts.
import type { CaptureHub } from '#main/capture/index.ts'
import type { BufferWish } from '#shared/buffer/limits.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import type { TriggerMode } from '#shared/contract/topics/trigger.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { screenSettings } from '#shared/kinds/screen-settings.ts'
import { bufferSettings, channelSettings, defaultTriggerCommon, triggerSettings } from '#shared/kinds/settings.ts'
import { type TriggerChange, type TriggerName, triggers } from '#shared/kinds/triggers.ts'
import { mathTraceId } from '#shared/names.ts'
import type { Stack } from '../../board/stack.ts'
import type { Acquisition } from '../../control/acquisition.ts'
import type { TriggerControl } from '../../control/trigger.ts'
import type { ScreenControl } from '../screen.ts'
import { type Branch, type Manner, type Prepared, prepared, type Values } from './branch.ts'

type Board = Pick<Stack, 'inputs' | 'device'>
type Channels = () => readonly ChannelState[]
type Leaves = ReadonlyMap<string, Parameter>

const under = (prefix: string, values: Readonly<Record<string, SettingValue>>): [string, SettingValue][] =>
  Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value])

/** The last part of a path. */
const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

const named = (values: Values): Readonly<Record<string, SettingValue>> =>
  Object.fromEntries([...values].map(([path, value]) => [lastOf(path), value]))

/** Which device is captured. */
export class CaptureBranch implements Branch {
  readonly isOfDevices = false
  readonly #board: Board
  readonly #acquisition: Acquisition
  /** Reads what the instrument knows of the captured device again. */
  readonly #refresh: () => Promise<void>

  constructor(board: Board, acquisition: Acquisition, refresh: () => Promise<void>) {
    this.#board = board
    this.#acquisition = acquisition
    this.#refresh = refresh
  }

  leaves(): Leaves {
    const [first = '', ...others] = this.#board.inputs.map(({ device }) => device.name)
    return new Map([
      ['capture.device', { type: 'choice', name: 'Device', options: [first, ...others], default: first } as const],
    ])
  }

  read(): Values {
    return new Map([['capture.device', this.#board.device.name]])
  }

  prepare(values: Values): Prepared {
    return prepared(async () => {
      const name = String(values.get('capture.device'))
      if (name !== this.#board.device.name) await this.#acquisition.captureDevice(name)
      await this.#refresh()
    })
  }
}

export class TriggerBranch implements Branch {
  readonly isOfDevices = false
  readonly #trigger: TriggerControl
  readonly #channels: Channels

  constructor(trigger: TriggerControl, channels: Channels) {
    this.#trigger = trigger
    this.#channels = channels
  }

  /** The parameters of every kind: they stay while another one is chosen. */
  leaves(): Leaves {
    const parameters = Object.values(triggers).flatMap((kind) => Object.entries<Parameter>(kind.parameters))
    return new Map([
      ...Object.entries<Parameter>(triggerSettings),
      ...parameters.map(([name, one]) => [`trigger.${name}`, one] as const),
    ])
  }

  read(): Values {
    const { mode, common, settings, values } = this.#trigger
    return new Map(under('trigger.', { mode, ...common, kind: settings.kind, ...Object.fromEntries(values) }))
  }

  prepare(values: Values): Prepared {
    return prepared(async (manner) => {
      const { mode, ...others } = named(values)
      const channels = this.#channels()
      const isCommon = ([name]: [string, unknown]): boolean => Object.hasOwn(defaultTriggerCommon, name)
      const all = Object.entries(others)
      const change = Object.fromEntries(all.filter((one) => !isCommon(one)))
      const common = Object.fromEntries(all.filter(isCommon))
      if (Object.keys(change).length > 0)
        this.#trigger.set(change as TriggerChange & { kind?: TriggerName }, channels, manner)
      if (Object.keys(common).length > 0) this.#trigger.setCommon(common, channels)
      if (mode !== undefined) this.#trigger.setMode(mode as TriggerMode, channels)
    })
  }
}

export class BufferBranch implements Branch {
  readonly isOfDevices = false
  readonly #hub: CaptureHub
  readonly #acquisition: Acquisition

  constructor(hub: CaptureHub, acquisition: Acquisition) {
    this.#hub = hub
    this.#acquisition = acquisition
  }

  leaves(): Leaves {
    return new Map(Object.entries<Parameter>(bufferSettings))
  }

  read(): Values {
    return new Map(under('buffer.', { ...this.#hub.wish }))
  }

  prepare(values: Values): Prepared {
    const request = named(values) as Partial<BufferWish>
    return prepared((manner: Manner) => this.#acquisition.setBuffer(request, manner === 'ask' ? 'ask' : 'adopt'))
  }
}

export class ScreenBranch implements Branch {
  readonly isOfDevices = false
  readonly #screen: ScreenControl
  /** Ids of all channels that could be captured, and of the math trace: what is set of one stays while another device is captured. */
  readonly #ids: () => readonly string[]

  constructor(screen: ScreenControl, board: Board) {
    this.#screen = screen
    const channels = () => board.inputs.flatMap(({ device }) => device.scanElements.map(({ id }) => id))
    this.#ids = () => [...new Set([...channels(), mathTraceId])]
  }

  leaves(): Leaves {
    return new Map([
      ...Object.entries<Parameter>(screenSettings),
      ...this.#ids().flatMap((id) =>
        Object.entries<Parameter>(channelSettings).map(([name, one]) => [`channels.${id}.${name}`, one] as const),
      ),
    ])
  }

  read(): Values {
    return new Map<string, SettingValue>([
      ...this.#screen.values,
      ...this.#ids().flatMap((id) => under(`channels.${id}.`, { ...this.#screen.channel(id) })),
    ])
  }

  prepare(values: Values): Prepared {
    return prepared(async () => this.#screen.set(values))
  }
}
