// The settings of the fake: applied to its state, one step of undo for each call.
import type { InstrumentHandlers } from '../contract/service.ts'
import type { ChannelState } from '../contract/topics/channels.ts'
import type { ListedSetting, Setting, SettingChange, SettingValue } from '../contract/topics/settings.ts'
import type { InstrumentState } from '../contract/topics.ts'
import { fail, say } from '../errors.ts'
import { type AcquisitionName, type AcquisitionSettings, acquisitions } from '../kinds/acquisitions.ts'
import { type FunctionSettings, functions } from '../kinds/functions.ts'
import { defaultsOf } from '../kinds/kinds.ts'
import { measurementsText, parseMeasurements } from '../kinds/measurement-text.ts'
import type { Parameter } from '../kinds/parameter.ts'
import { screenSettings } from '../kinds/screen-settings.ts'
import {
  bufferSettings,
  type InputSettings,
  mathSettings,
  measurementSettings,
  probeFactor,
  searchSettings,
  segmentSettings,
  triggerSettings,
} from '../kinds/settings.ts'
import { type TriggerName, type TriggerSettings, triggers } from '../kinds/triggers.ts'
import { formatSession, parseSession } from '../session/session.ts'

/** What of a fake its settings are. */
export interface FakeOfSettings {
  state(): InstrumentState
  change(fields: Partial<InstrumentState>): unknown
}

const screenFields: Readonly<Record<string, string>> = {
  'timebase.secondsPerDiv': 'secondsPerDiv',
  'timebase.position': 'positionSeconds',
  'screen.persistence': 'persistence',
  'overview.on': 'overview',
  'overview.secondsPerDiv': 'overviewSecondsPerDiv',
  'overview.position': 'overviewPosition',
  'screen.dots': 'dots',
  'screen.interpolation': 'interpolation',
}

function read({
  screen,
  trigger,
  triggerMode,
  triggerCommon,
  math,
  acquisitionMode,
  measurements,
  measurementGate,
  searchOn,
  search,
  searchCommon,
  segments,
  cursors,
  channels,
}: InstrumentState): Map<string, SettingValue> {
  const values = new Map<string, SettingValue>([
    ['trigger.mode', triggerMode],
    ['measurements.list', measurementsText(measurements)],
    ['measurements.gate', measurementGate],
  ])
  for (const [name, value] of Object.entries(math))
    values.set(`math.${name === 'kind' ? 'function' : name}`, value as SettingValue)
  const { kind: mode, ...modeValues } = acquisitionMode
  values.set('acquisition.mode', mode)
  for (const [name, value] of Object.entries(modeValues))
    values.set(`acquisition.${mode}.${name}`, value as SettingValue)
  for (const [name, value] of Object.entries({ ...triggerCommon, ...trigger })) values.set(`trigger.${name}`, value)
  for (const [name, value] of Object.entries({ ...searchCommon, ...search, kind: searchOn ? search.kind : 'off' }))
    values.set(`search.${name}`, value)
  for (const [name, value] of Object.entries(segments)) values.set(`segments.${name}`, value)
  for (const [name, value] of Object.entries(cursors)) values.set(`cursors.${name}`, value)
  for (const [path, field] of Object.entries(screenFields))
    values.set(path, screen[field as keyof typeof screen] as SettingValue)
  for (const [id, channel] of Object.entries(screen.channels))
    for (const [name, value] of Object.entries(channel)) values.set(`channels.${id}.${name}`, value as SettingValue)
  for (const { id, input } of channels)
    for (const [name, value] of Object.entries(input)) values.set(`channels.${id}.${name}`, value)
  return values
}

function write(fake: FakeOfSettings, { path, value }: Pick<Setting, 'path' | 'value'>): void {
  const { screen, trigger, math } = fake.state()
  const [, id, name] = /^channels\.(.+)\.(voltsPerDiv|offset)$/.exec(path) ?? []
  const [, of, input] =
    /^channels\.(.+)\.(probe|attenuation|voltsPerAmpere|inverted|bandwidth|label|unit)$/.exec(path) ?? []
  const field = screenFields[path]
  if (field !== undefined) fake.change({ screen: { ...screen, [field]: value } })
  else if (id !== undefined && name !== undefined) {
    const before = screen.channels[id] ?? { voltsPerDiv: 'auto', offset: 'auto' }
    fake.change({ screen: { ...screen, channels: { ...screen.channels, [id]: { ...before, [name]: value } } } })
  } else if (of !== undefined && input !== undefined)
    fake.change({
      channels: fake.state().channels.map((one) => (one.id === of ? behind(one, { [input]: value }) : one)),
    })
  else if (path === 'measurements.list')
    fake.change({
      measurements: parseMeasurements(
        String(value),
        fake.state().channels.map(({ id: one }) => one),
      ),
    })
  else if (path === 'measurements.gate') fake.change({ measurementGate: value as InstrumentState['measurementGate'] })
  else if (path.startsWith('cursors.'))
    fake.change({ cursors: { ...fake.state().cursors, [path.slice('cursors.'.length)]: value } })
  else if (path.startsWith('search.')) setSearch(fake, path, value)
  else if (path.startsWith('segments.'))
    fake.change({ segments: { ...fake.state().segments, [path.slice('segments.'.length)]: value } })
  else if (path === 'trigger.mode') fake.change({ triggerMode: value as InstrumentState['triggerMode'] })
  else if (path in triggerSettings && path !== 'trigger.kind')
    fake.change({ triggerCommon: { ...fake.state().triggerCommon, [path.slice('trigger.'.length)]: value } })
  else if (path.startsWith('trigger.'))
    fake.change({ trigger: { ...trigger, [path.slice('trigger.'.length)]: value } as TriggerSettings })
  else if (path === 'acquisition.mode')
    fake.change({ acquisitionMode: defaultsOf(acquisitions, value as AcquisitionName) })
  else if (path.startsWith('acquisition.')) {
    const name = path.slice(path.lastIndexOf('.') + 1)
    fake.change({ acquisitionMode: { ...fake.state().acquisitionMode, [name]: value } as AcquisitionSettings })
  } else if (path === 'math.function') setMath(fake, defaultsOf(functions, value as FunctionSettings['kind']))
  else if (path.startsWith('math.')) setMath(fake, { ...math, [path.slice('math.'.length)]: value } as FunctionSettings)
  else fail('ENOENT', say`There is no setting '${path}'.`)
}

function setSearch(fake: FakeOfSettings, path: string, value: SettingValue): void {
  const { search, searchCommon } = fake.state()
  const name = path.slice('search.'.length)
  if (path === 'search.kind') {
    const isOther = value !== 'off' && value !== search.kind
    fake.change({ searchOn: value !== 'off', ...(isOther && { search: defaultsOf(triggers, value as TriggerName) }) })
  } else if (path in searchSettings) fake.change({ searchCommon: { ...searchCommon, [name]: value } })
  else fake.change({ search: { ...search, [name]: value } as TriggerSettings })
}

/** The channel behind another probe. */
function behind(channel: ChannelState, change: Partial<InputSettings>): ChannelState {
  const input = { ...channel.input, ...change }
  const factor = probeFactor(input)
  const unit = input.unit || (input.probe === 'current' ? 'A' : 'V')
  return { ...channel, input, factor, unit, scaleMillivolts: (channel.scaleMillivolts / channel.factor) * factor }
}

/** Twice the step of its channels, as that of a sum. */
function setMath(fake: FakeOfSettings, math: FunctionSettings): void {
  const [channel] = fake.state().channels
  const unitsPerCode = (2 * (channel?.scaleMillivolts ?? 1)) / 1000
  const { unit } = functions[math.kind]
  fake.change({ math, mathTrace: math.kind === 'off' ? null : { unit, unitsPerCode } })
}

/** Those that the fake can read. */
function list(state: InstrumentState): ListedSetting[] {
  const parameters: Readonly<Record<string, Parameter>> = {
    ...triggerSettings,
    ...searchSettings,
    ...segmentSettings,
    ...Object.fromEntries(
      Object.values(triggers).flatMap((kind) =>
        Object.entries<Parameter>(kind.parameters).flatMap(([name, one]) => [
          [`trigger.${name}`, one],
          [`search.${name}`, one],
        ]),
      ),
    ),
    ...screenSettings,
    ...bufferSettings,
    ...mathSettings,
    ...measurementSettings,
  }
  const values = read(state)
  return Object.entries(parameters).map(([path, parameter]) => ({ path, parameter, value: values.get(path) ?? null }))
}

type Calls = Pick<
  InstrumentHandlers,
  'applySettings' | 'listSettings' | 'undo' | 'redo' | 'saveSession' | 'loadSession'
>

export function fakeSettings(fake: FakeOfSettings): Calls {
  const done: SettingChange[][] = []
  const undone: SettingChange[][] = []
  let lastGesture: string | undefined
  const tell = (): void => void fake.change({ undoes: done.at(-1) ?? null, redoes: undone.at(-1) ?? null })
  const apply = (settings: readonly Setting[], gesture?: string): void => {
    const before = read(fake.state())
    for (const setting of settings) write(fake, setting)
    const changes = settings
      .map(({ path, value }) => ({ path, from: before.get(path) ?? 'auto', to: value }))
      .filter(({ from, to }) => from !== to)
    const last = done.at(-1)
    if (changes.length === 0) return
    if (last !== undefined && gesture !== undefined && gesture === lastGesture) {
      const merged = new Map(last.map((change) => [change.path, change]))
      for (const change of changes)
        merged.set(change.path, { ...change, from: merged.get(change.path)?.from ?? change.from })
      // Another list, so that the state sees the change.
      done[done.length - 1] = [...merged.values()]
    } else done.push(changes)
    lastGesture = gesture
    undone.length = 0
    tell()
  }
  const move = (from: SettingChange[][], to: SettingChange[][], turned: boolean): readonly SettingChange[] | null => {
    const step = from.pop()
    if (step === undefined) return null
    for (const { path, from: before, to: after } of step) write(fake, { path, value: turned ? before : after })
    to.push(step)
    lastGesture = undefined
    tell()
    return step
  }
  return {
    applySettings: ({ changes, gesture }) => apply(changes, gesture),
    undo: () => move(done, undone, true),
    redo: () => move(undone, done, false),
    listSettings: () => list(fake.state()),
    saveSession: () => ({ text: formatSession(read(fake.state()), 'fake'), name: 'session.blockscope' }),
    loadSession: ({ text }) => apply(parseSession(text)),
  }
}
