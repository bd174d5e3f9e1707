// The settings as a command line asks for them.
import { isAnswering, startPatienceMs } from '#main/runtime/drive/answering.ts'
import { say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'
import { type Begin, Config } from './config.ts'
import { platformFolder, systemFile } from './places.ts'
import { SettingsFile } from './settings-file.ts'
import { readSystemSettings } from './system-settings.ts'

export interface ConfigWishes {
  /** The folder of the person's settings; null: the platform's. */
  readonly config: string | null
  /** The profile to begin with; null: none. */
  readonly profile: string | null
  readonly factoryReset: boolean
}

export interface OpenConfigOptions {
  /** Where versions before the settings file kept theirs. Default: the same folder. */
  readonly earlierFolder?: string
  /** Hears a sentence about what could not be read or kept. */
  readonly warn: (sentence: string) => void
  /** Hears what was done that was asked for. */
  readonly note: (sentence: string) => void
}

/** Why nothing can be read there, when its disk does not answer; null: it does. */
async function silenceOf(folder: string): Promise<string | null> {
  if (await isAnswering(folder)) return null
  return inWords(
    say`The disk of ${folder} has not answered for ${startPatienceMs / 1e3} s: nothing of the settings is read or kept.`,
  )
}

/**
 * @throws ENOENT there is no such profile; EROFS, EACCES, ... what was to be reset could not be
 */
export async function openConfig(
  wishes: ConfigWishes,
  { earlierFolder, warn, note }: OpenConfigOptions,
): Promise<Config> {
  const folder = wishes.config ?? platformFolder()
  const [silence, system] = await Promise.all([silenceOf(folder), readSystemSettings(systemFile(), warn)])
  const own = new SettingsFile({ folder, warn, silence, ...(earlierFolder !== undefined && { earlierFolder }) })
  await own.readAhead()
  const config = new Config(own, system)
  if (wishes.factoryReset) {
    const old = await config.reset()
    note(
      inWords(
        old === null
          ? say`The settings are those of the beginning; there was no file of them in ${folder}.`
          : say`The settings are those of the beginning; those of before are in ${old}.`,
      ),
    )
  }
  if (wishes.profile !== null) config.readProfile(wishes.profile)
  return config
}

/** With what a front begins that does not go on where the last run ended. */
export function beginOf({ profile }: Pick<ConfigWishes, 'profile'>): Begin {
  return profile === null ? null : { profile }
}
