// What an administrator says for all who use this machine: values to begin with, and keys that nobody else changes.
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { type Preferences, preferenceShapes } from '#shared/contract/topics/kept/preferences.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { say, sentenceOf } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'
import { checked, readEnvelope, settingsFormat } from './contents.ts'

export interface SystemSettings {
  readonly file: string
  /** Values to begin with, by path. */
  readonly settings: Readonly<Record<string, SettingValue>>
  readonly preferences: Preferences
  /** Keys that nobody else changes. */
  readonly locked: readonly string[]
}

const version = 1
const body = v.strictObject({
  format: v.literal(settingsFormat),
  version: v.number(),
  settings: v.optional(v.record(v.string(), v.union([v.pipe(v.number(), v.finite()), v.string(), v.boolean()])), {}),
  preferences: v.optional(
    v.strictObject({
      theme: v.exactOptional(preferenceShapes.theme),
      blockUnit: v.exactOptional(preferenceShapes.blockUnit),
      frameRate: v.exactOptional(preferenceShapes.frameRate),
    }),
    {},
  ),
  locked: v.optional(v.array(v.pipe(v.string(), v.minLength(1))), []),
})

/** @param warn hears in one sentence why a file that is there counts for nothing */
export function readSystemSettings(file: string, warn: (sentence: string) => void): SystemSettings {
  const none: SystemSettings = { file, settings: {}, preferences: {}, locked: [] }
  try {
    const { settings, preferences, locked } = checked(body, readEnvelope(readFileSync(file, 'utf8'), version))
    return { file, settings, preferences, locked }
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      warn(inWords(say`The settings of this machine in ${file} count for nothing: ${sentenceOf(thrown)}`))
    return none
  }
}
