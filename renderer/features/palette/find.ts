// What a typed text finds: commands and settings by their words, and settings that shall have a value:
// `block 256k`, `trigger level 20mV`, `persistence off`, `trigger.kind=pulse`.
import type { Setting, SettingValue } from '#shared/contract/topics/settings.ts'
import { ErrnoError } from '#shared/errors.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { parseParameter } from '#shared/kinds/parameter-text.ts'
import { mathTraceId } from '#shared/names.ts'
import { writtenValue } from '../../kit/format/attribute-units.ts'
import { told } from '../../text/told.ts'
import { type CommandEntry, type Entry, partsOf, type SettingEntry } from './entries.ts'
import { measurePhrase } from './measure-phrase.ts'
import { triggerPhrase } from './trigger-phrase.ts'

export type Match =
  | { readonly kind: 'command'; readonly entry: CommandEntry }
  /** A setting to be given a value. */
  | { readonly kind: 'setting'; readonly entry: SettingEntry }
  | { readonly kind: 'change'; readonly entry: SettingEntry; readonly value: SettingValue }
  /** What a phrase means: settings of a trigger at once, or one measurement more. */
  | {
      readonly kind: 'phrase'
      readonly entry: SettingEntry
      readonly text: string
      readonly changes: readonly Setting[]
    }
  /** A value that the setting does not take, and what it takes. */
  | { readonly kind: 'refusal'; readonly entry: SettingEntry; readonly reason: string }

/** More than this nobody looks through. */
const mostMatches = 40

/** How well a typed word fits one of an entry's: whole, its beginning, something in it; 0: not at all. */
function closeness(typed: string, words: readonly string[]): number {
  let best = 0
  for (const word of words) {
    if (word === typed) return 3
    if (word.startsWith(typed)) best = Math.max(best, 2)
    else if (typed.length > 2 && word.includes(typed)) best = Math.max(best, 1)
  }
  return best
}

/** The sum of how well all typed words fit; 0 when one does not. An entry of fewer words is nearer. */
function closenessOfAll(typed: readonly string[], words: readonly string[]): number {
  let sum = 0
  for (const one of typed) {
    const found = closeness(one, words)
    if (found === 0) return 0
    sum += found
  }
  return sum - words.length / 100
}

/** A typed value as the setting has it. @throws EINVAL with what it takes */
function readValue({ setting: { path, parameter } }: SettingEntry, text: string): SettingValue {
  return path.startsWith('device/') ? writtenValue(path, text) : parseParameter(parameter, text, path)
}

/** Values that are words of their own, so that the value alone finds the setting: `normal`, `persistence off`. */
function wordedValues(parameter: Parameter): readonly SettingValue[] {
  if (parameter.type === 'choice') return parameter.options
  return parameter.type === 'flag' ? [true, false] : []
}

const wordsOfValue = (value: SettingValue): readonly string[] =>
  typeof value === 'boolean' ? [value ? 'on' : 'off'] : [String(value).toLowerCase()]

/** Which matches come before which others. */
const tier = { exact: 400, whole: 300, typed: 100, text: 50, refused: 0 } as const
/** Within `whole`: a title that begins as the text does; a setting before a command of its name, and with its value before both. */
const bonus = { begins: 1, setting: 0.1, value: 0.2, settingAndValue: 2 } as const

interface Ranked {
  readonly match: Match
  readonly rank: number
  /** So many typed words named the setting, and the rest is its value; absent: all of them. */
  readonly head?: number
}

/** `PATH=VALUE`, as a command line has it. */
function assigned(query: string): { readonly path: string; readonly text: string } | null {
  const [, path, text] = /^\s*([\w./-]+)\s*=\s*(.*?)\s*$/.exec(query) ?? []
  return path === undefined || text === undefined ? null : { path, text }
}

function changeOf(entry: SettingEntry, text: string, rank: number): Omit<Ranked, 'head'> {
  try {
    return { match: { kind: 'change', entry, value: readValue(entry, text) }, rank }
  } catch (thrown) {
    if (!(thrown instanceof ErrnoError)) throw thrown
    return { match: { kind: 'refusal', entry, reason: told(thrown) }, rank: tier.refused + (rank % 50) }
  }
}

function wholeRank(entry: Entry, typed: readonly string[], query: string): number {
  const found = closenessOfAll(typed, entry.words)
  return found === 0 ? 0 : tier.whole + found + (entry.title.toLowerCase().startsWith(query) ? bonus.begins : 0)
}

/** Values that are words, among what was typed. */
function wordedMatches(entry: SettingEntry, typed: readonly string[]): Ranked[] {
  const ranked: Ranked[] = []
  for (const value of wordedValues(entry.setting.parameter)) {
    const own = wordsOfValue(value)
    const isNamed = typed.some((one) => closeness(one, own) > 1 && closeness(one, entry.words) < 3)
    const found = isNamed ? closenessOfAll(typed, [...entry.words, ...own]) : 0
    const more = typed.length > 1 ? bonus.settingAndValue : bonus.value
    if (found > 0) ranked.push({ match: { kind: 'change', entry, value }, rank: tier.whole + found + more })
  }
  return ranked
}

/** As much of the text as names the setting; the rest is its value. */
function typedMatches(entry: SettingEntry, texts: readonly string[]): Ranked[] {
  const { parameter, path } = entry.setting
  const base = path.startsWith('device/') || parameter.type === 'text' ? tier.text : tier.typed
  for (let head = texts.length - 1; head > 0; head--) {
    const found = closenessOfAll(partsOf(texts.slice(0, head).join(' ')), entry.words)
    if (found > 0) return [{ ...changeOf(entry, texts.slice(head).join(' '), base + found), head }]
  }
  return []
}

function settingMatches(entry: SettingEntry, query: string, typed: readonly string[]): Ranked[] {
  const whole = wholeRank(entry, typed, query.toLowerCase())
  const ranked = wordedMatches(entry, typed)
  if (whole > 0) ranked.push({ match: { kind: 'setting', entry }, rank: whole + bonus.setting })
  return ranked.length > 0 ? ranked : typedMatches(entry, query.split(/\s+/))
}

/** A trigger or a measurement, as people say it. */
function phraseOf(query: string, entries: readonly Entry[]): Match | null {
  const setting = (id: string): SettingEntry | undefined =>
    entries.find((entry): entry is SettingEntry => entry.kind === 'setting' && entry.id === id)
  const kind = setting('trigger.kind')
  const trigger = kind && triggerPhrase(query)
  if (kind && trigger)
    return 'reason' in trigger
      ? { kind: 'refusal', entry: kind, ...trigger }
      : { kind: 'phrase', entry: kind, ...trigger }
  const list = setting('measurements.list')
  const ids = entries.flatMap(({ id }) => /^channels\.([^.]+)\.voltsPerDiv$/.exec(id)?.[1] ?? [])
  const channels = ids.filter((id) => id !== mathTraceId)
  const measurement = list && measurePhrase(query, channels, String(list.setting.value ?? ''))
  if (!list || !measurement) return null
  if ('reason' in measurement) return { kind: 'refusal', entry: list, ...measurement }
  const changes = [{ path: list.id, value: measurement.list }]
  return { kind: 'phrase', entry: list, text: measurement.text, changes }
}

/** Best first; for an empty text the commands. A refused value is told only where nothing else was meant. */
export function find(text: string, entries: readonly Entry[]): readonly Match[] {
  const query = text.trim()
  if (query === '')
    return entries.flatMap((entry) => (entry.kind === 'command' ? [{ kind: 'command' as const, entry }] : []))
  const phrase = phraseOf(query, entries)
  if (phrase !== null) return [phrase]
  const typed = partsOf(query)
  const exact = assigned(query)
  const ranked = entries.flatMap((entry): Ranked[] => {
    if (entry.kind === 'command') {
      const rank = wholeRank(entry, typed, query.toLowerCase())
      return rank > 0 ? [{ match: { kind: 'command', entry }, rank }] : []
    }
    return exact !== null && [entry.id, entry.id.replace(/^(buffer\.|device\/[^/]+\/)/, '')].includes(exact.path)
      ? [changeOf(entry, exact.text, tier.exact)]
      : settingMatches(entry, query, typed)
  })
  // Who is named by more words is meant: others would take the rest of the name for a value.
  const longest = Math.max(0, ...ranked.map(({ head }) => head ?? 0))
  const best = ranked.filter(({ head }) => head === undefined || head === longest).toSorted((a, b) => b.rank - a.rank)
  const others = best.filter(({ match }) => match.kind !== 'refusal')
  return (others.length > 0 ? others : best).slice(0, mostMatches).map(({ match }) => match)
}
