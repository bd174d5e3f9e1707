// What the palette offers: every command that can be run, and every setting there is now.
import type { ListedSetting } from '#shared/contract/topics/settings.ts'
import { keyLabels, type NamedCommand } from '../../kit/keys/commands.ts'
import { settingName } from '../../words/setting-words.ts'

export interface CommandEntry {
  readonly kind: 'command'
  readonly id: string
  readonly title: string
  /** Keys that do the same. */
  readonly keys: readonly string[]
  /** Which of a row of keys. */
  readonly number: number
  /** What may be typed to find it, in lower case. */
  readonly words: readonly string[]
}

export interface SettingEntry {
  readonly kind: 'setting'
  readonly id: string
  readonly title: string
  readonly setting: ListedSetting
  readonly words: readonly string[]
}

export type Entry = CommandEntry | SettingEntry

/** The words of a text or of a path, in lower case. */
export function partsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s/.,;:()_-]+/)
    .filter((part) => part !== '')
}

/** Words by which texts are found, each once: those of a name such as `secondsPerDiv` as well. */
export function wordsOf(...texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => [...partsOf(text), ...partsOf(text.replace(/([a-z])([A-Z])/g, '$1 $2'))]))]
}

/** @param channels so many there are: a row of keys stands for one each */
export function commandEntries(commands: readonly NamedCommand[], channels: number): CommandEntry[] {
  return commands.flatMap(({ id, action, group, keys, run }): CommandEntry[] => {
    if (run === null || id === 'palette') return []
    const row = keys.length % 8 === 0 && keys.length > 0
    if (!row)
      return [{ kind: 'command', id, title: action, keys: keyLabels(id), number: 0, words: wordsOf(action, group) }]
    return Array.from({ length: Math.min(channels, keys.length) }, (_, number) => ({
      kind: 'command' as const,
      id,
      title: `${action}: CH${number + 1}`,
      keys: [keys[number]!.replaceAll('+', ' + ')],
      number,
      words: wordsOf(action, group, `CH${number + 1}`),
    }))
  })
}

/** @param device name of the captured one: its attributes come without it, and first */
export function settingEntries(settings: readonly ListedSetting[], device: string): SettingEntry[] {
  const isOther = ({ path }: ListedSetting): boolean =>
    path.startsWith('device/') && !path.startsWith(`device/${device}/`)
  const entry = (setting: ListedSetting): SettingEntry => {
    const title = settingName(setting.path, device)
    return {
      kind: 'setting',
      id: setting.path,
      title: title.slice(0, 1).toUpperCase() + title.slice(1),
      setting,
      words: wordsOf(title, setting.path),
    }
  }
  return [...settings.filter((one) => !isOther(one)), ...settings.filter(isOther)].map(entry)
}
