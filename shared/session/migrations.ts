// The way from an older session file to the present one, a step for each version. A step takes the settings of a version and
// returns those of the next: paths that were renamed, values that are written differently.
import type { SettingValue } from '../contract/topics/settings.ts'

export type SessionSettings = Readonly<Record<string, SettingValue>>

/** `migrations[k]` leads from version k + 1 to version k + 2. */
export type Migrations = readonly ((settings: SessionSettings) => SessionSettings)[]

export const migrations: Migrations = []
