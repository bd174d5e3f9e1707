// What a typed text finds, among the commands of the page and the settings of a fake and of a device.
import { describe, expect, it } from 'vitest'
import type { ListedSetting } from '#shared/contract/topics/settings.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { channelSettings } from '#shared/kinds/settings.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import '../../app/features.ts'
import { allCommands } from '../../kit/keys/commands.ts'
import { commandEntries, type Entry, settingEntries, wordsOf } from './entries.ts'
import { find, type Match } from './find.ts'

const attribute = (path: string, value: string): ListedSetting => ({
  path,
  parameter: { type: 'text', name: path, mostLength: 4096, default: '' },
  value,
})

async function offered(): Promise<readonly Entry[]> {
  const fake = new FakeInstrument()
  const own = await fake.handlers.listSettings()
  const channels = ['voltage0', 'voltage1'].flatMap((id) =>
    Object.entries<Parameter>(channelSettings).map(([name, parameter]) => ({
      path: `channels.${id}.${name}`,
      parameter,
      value: 'auto',
    })),
  )
  const settings = [
    ...own,
    ...channels,
    attribute('device/dummy/voltage0/label', 'x'),
    attribute('device/dummy/timer/label', 'x'),
    attribute('device/gigascope/voltage0/source_frequency', '1000000'),
    attribute('device/gigascope/voltage1/source', 'pulse'),
  ]
  return [...commandEntries(allCommands(), 2), ...settingEntries(settings, 'gigascope')]
}

const entries = await offered()
/** `trigger.level = 0.02`, `runStop`, `buffer.watermark ?` for a refusal, `trigger.level …` for one that waits for its value. */
function told(match: Match | undefined): string {
  if (match === undefined) return 'nothing'
  const { id } = match.entry
  if (match.kind === 'command') return match.entry.keys.length > 0 ? id : `${id} without keys`
  if (match.kind === 'change') return `${id} = ${match.value}`
  return `${id} ${match.kind === 'setting' ? '…' : match.kind === 'refusal' ? '?' : match.text}`
}
const first = (query: string): string => told(find(query, entries)[0])

describe('the palette finds', () => {
  it.each([
    ['run', 'runStop'],
    ['SING', 'single'],
    ['dark', 'theme'],
    ['undo', 'undo'],
    ['oldest', 'home'],
    ['channel on ch2', 'toggleChannel'],
    ['trig lev', 'trigger.level …'],
    ['level trigger', 'trigger.level …'],
    ['secondsperdiv', 'timebase.secondsPerDiv …'],
    ['ch2 offset', 'channels.voltage1.offset …'],
    ['source_frequency', 'device/gigascope/voltage0/source_frequency …'],
  ])('%s: %s', (query, found) => expect(first(query)).toBe(found))

  it.each([
    ['block 256k', 'buffer.blockBytes = 262144'],
    ['block size 64 KiB', 'buffer.blockBytes = 65536'],
    ['block auto', 'buffer.blockBytes = auto'],
    ['watermark 8k', 'buffer.watermark = 8000'],
    ['level -20mV', 'trigger.level = -0.02'],
    ['trig level 1,5', 'trigger.level = 1.5'],
    ['time per div 50us', 'timebase.secondsPerDiv = 0.00005'],
    ['time 1 ms/div', 'timebase.secondsPerDiv = 0.001'],
    ['ch1 scale 200m', 'channels.voltage0.voltsPerDiv = 0.2'],
    ['persistence off', 'screen.persistence = false'],
    ['persistence on', 'screen.persistence = true'],
    ['normal', 'trigger.mode = normal'],
    ['trig pulse', 'trigger.kind = pulse'],
    ['falling', 'trigger.slope = falling'],
    ['trigger.level=20mV', 'trigger.level = 0.02'],
    ['blockBytes = 128KiB', 'buffer.blockBytes = 131072'],
    ['voltage0/source_frequency=1.5 MHz', 'device/gigascope/voltage0/source_frequency = 1500000'],
    ['ch1 freq 2.5k', 'device/gigascope/voltage0/source_frequency = 2500'],
    ['ch2 source sine', 'device/gigascope/voltage1/source = sine'],
    ['dummy voltage0 label Bench A', 'device/dummy/voltage0/label = Bench A'],
  ])('%s: %s', (query, found) => expect(first(query)).toBe(found))

  it.each([
    [
      'trig pulse < 20ns',
      [
        ['kind', 'pulse'],
        ['condition', '<'],
        ['width', 2e-8],
      ],
    ],
    [
      'trigger pul 10ns..20ns',
      [
        ['kind', 'pulse'],
        ['condition', 'inside'],
        ['width', 1e-8],
        ['width2', 2e-8],
      ],
    ],
    [
      'Trig runt channel=voltage1 lower=-50mV',
      [
        ['kind', 'runt'],
        ['channel', 'voltage1'],
        ['lower', -0.05],
      ],
    ],
  ])('a trigger as people say it: %s', (query, values) => {
    const [match, ...more] = find(query, entries)
    expect(match).toMatchObject({
      kind: 'phrase',
      changes: values.map(([name, value]) => ({ path: `trigger.${name}`, value })),
    })
    expect(more).toEqual([])
  })

  it('why a trigger cannot be what was said', () => {
    const reason = (query: string): unknown => Object.values(find(query, entries)[0] ?? {}).at(-1)
    expect(reason('trig pulse < many')).toMatch(/^trigger\.width takes a number from/)
    expect(reason('trig edge width=20ns')).toMatch(/kind edge has .*, and no 'width'/)
    expect(find('trig edge < 20ns', entries)[0]?.kind).not.toBe('phrase')
    expect(first('trig pulse')).toBe('trigger.kind = pulse')
  })

  it('who is named by most words, and what that takes', () => {
    expect(first('time per division 90 s')).toBe('timebase.secondsPerDiv ?')
    expect(first('timer label 90 s')).toBe('device/dummy/timer/label = 90 s')
  })

  it('what a setting takes when its value is none, and only then', () => {
    const [match] = find('watermark many', entries)
    expect(match).toMatchObject({ kind: 'refusal', entry: { id: 'buffer.watermark' } })
    expect(match?.kind === 'refusal' && match.reason).toMatch(/^buffer\.watermark takes a whole number of samples/)
    expect(find('channel ch1', entries).every(({ kind }) => kind !== 'refusal')).toBe(true)
  })

  it('nothing for what has no name, and every command for no text', () => {
    expect(find('xyzzy', entries)).toEqual([])
    const all = find('  ', entries)
    expect(all.every(({ kind }) => kind === 'command')).toBe(true)
    const runnable = allCommands().filter(({ run, id }) => run !== null && id !== 'palette')
    expect(new Set(all.map(({ entry }) => entry.id))).toEqual(new Set(runnable.map(({ id }) => id)))
  })

  it('every command by its own words, and every setting by its own name, among the first', () => {
    for (const entry of entries) {
      const same = find(entry.title, entries).filter(({ kind }) => kind !== 'change')
      const place = same.findIndex(({ entry: one }) => one.id === entry.id)
      expect([entry.title, place >= 0 && place < 6]).toEqual([entry.title, true])
    }
  })
})

it('words are those of a text, of a path and of a name in one word', () => {
  expect(wordsOf('Time per division', 'timebase.secondsPerDiv')).toEqual([
    ...['time', 'per', 'division', 'timebase', 'secondsperdiv', 'seconds', 'div'],
  ])
})
