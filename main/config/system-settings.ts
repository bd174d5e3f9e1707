// What an administrator says for all who use this machine: values to begin with, and keys that nobody else changes.
import * as v from 'valibot'
import { realClock } from '#main/runtime/clock.ts'
import { startPatienceMs } from '#main/runtime/drive/answering.ts'
import { driveOf } from '#main/runtime/drive/drives.ts'
import { files } from '#main/runtime/drive/files.ts'
import { unlessSilent } from '#main/runtime/drive/silence.ts'
import { type Preferences, preferenceShapes } from '#shared/contract/topics/kept/preferences.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { ErrnoError, say, sentenceOf } from '#shared/errors.ts'
import { inWords, type Sentence } from '#shared/sentence.ts'
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

/** Why it counts for nothing. */
const whyOf = (thrown: unknown): Sentence =>
  thrown instanceof ErrnoError && thrown.errno === 'ETIMEDOUT'
    ? say`Their disk has not answered for ${startPatienceMs / 1e3} s.`
    : sentenceOf(thrown)

/** @param warn hears in one sentence why a file that is there, or on a disk that does not answer, counts for nothing */
export async function readSystemSettings(file: string, warn: (sentence: string) => void): Promise<SystemSettings> {
  const none: SystemSettings = { file, settings: {}, preferences: {}, locked: [] }
  try {
    const text = await unlessSilent(realClock, driveOf(file), files.readText(file), startPatienceMs)
    const { settings, preferences, locked } = checked(body, readEnvelope(text, version))
    return { file, settings, preferences, locked }
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      warn(inWords(say`The settings of this machine in ${file} count for nothing: ${whyOf(thrown)}`))
    return none
  }
}
