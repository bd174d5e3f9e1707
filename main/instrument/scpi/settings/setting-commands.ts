// A command for every setting of the tree: so a setting that is new there is new here, too.
import { type Command, count, type Datum, quoted, refuse, refuseKind, textFrom } from '#main/scpi/index.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import type { ServedInstrument } from '../served-instrument.ts'
import type { NumberedChannel } from './channel-names.ts'
import { type Captured, headerOf } from './setting-headers.ts'
import { limitNamed, takesOf, valueFrom, valueText } from './setting-values.ts'

type Settings = ServedInstrument['settings']

async function readOne(settings: Settings, path: string): Promise<SettingValue> {
  // Devices are looked at for what is theirs only.
  const values = path.startsWith('device/') ? await settings.read() : await settings.tree.read(false)
  return values.get(path) ?? refuse(-221, `${path} cannot be read now`)
}

/** The limit that a query names; undefined: it asks for the value. */
function limitAsked(parameter: Parameter, data: readonly Datum[]): SettingValue | undefined {
  count(data, 0, 1)
  const [datum] = data
  if (datum === undefined) return undefined
  if (parameter.type !== 'quantity' && parameter.type !== 'count') return refuse(-108)
  if (datum.kind !== 'word') return refuseKind(datum)
  return limitNamed(parameter, datum.text) ?? refuse(-224, datum.text)
}

/** What is commanded of one setting, behind whichever header. */
export function settingCommand(
  settings: Settings,
  path: string,
  parameter: Parameter,
  channels: readonly NumberedChannel[],
): Pick<Command, 'takes' | 'set' | 'query'> {
  return {
    takes: takesOf(parameter),
    set: (data) => {
      count(data, 1)
      return { settings: [{ path, value: valueFrom(parameter, data[0]!, path, channels) }] }
    },
    query: (data) => {
      const limit = limitAsked(parameter, data)
      return { ask: async () => valueText(parameter, limit ?? (await readOne(settings, path)), path, channels) }
    },
  }
}

/** Those that have a header of their own. */
export function settingCommands(settings: Settings, captured: Captured): readonly Command[] {
  return [...settings.tree.leaves()].flatMap(([path, parameter]) => {
    const place = headerOf(path, captured)
    if (place === null) return []
    const about = path.startsWith('device/') ? `attribute ${path.split('/').slice(2).join('/')}` : parameter.name
    return [
      {
        ...place,
        about: generalized(about, captured),
        ...settingCommand(settings, path, parameter, captured.channels),
      },
    ]
  })
}

/** Of whichever channel. */
function generalized(about: string, { channels }: Captured): string {
  const [first, ...rest] = about.replace(/^attribute /, '').split('/')
  return rest.length > 0 && channels.some(({ id }) => id === first) ? `attribute ${rest.join('/')}` : about
}

/** `:SETTing "path",value`: any setting by its path, also of a device that is not captured. */
export function settingByPath(settings: Settings, channels: readonly NumberedChannel[]): readonly Command[] {
  const found = (data: readonly Datum[]): [path: string, Parameter] => {
    const path = textFrom(data[0])
    return [path, settings.tree.leaves().get(path) ?? refuse(-224, `there is no setting ${path}`)]
  }
  return [
    {
      header: ':SETTing',
      takes: '"path", value',
      answers: 'its value',
      about: 'any setting by its path, as `--list` names it; of devices too',
      set: (data) => {
        count(data, 2)
        const [path, parameter] = found(data)
        return { settings: [{ path, value: valueFrom(parameter, data[1]!, path, channels) }] }
      },
      query: (data) => {
        count(data, 1)
        const [path, parameter] = found(data)
        return { ask: async () => valueText(parameter, await readOne(settings, path), path, channels) }
      },
    },
    {
      header: ':SETTing:CATalog',
      answers: '"path",...',
      about: 'paths of all settings',
      query: (data) => {
        count(data, 0)
        return { ask: async () => [...settings.tree.leaves().keys()].map(quoted).join(',') }
      },
    },
  ]
}
