// Named sets of settings, one for each bench or task; what an administrator has locked; and the way back to the beginning.
import * as v from 'valibot'
import { record } from '../../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../../rpc/topic.ts'

/** Longest name of a profile, characters. */
export const longestProfileName = 64
/** So many profiles are kept. */
export const mostProfiles = 100

export interface ProfilesFields {
  /** Names, in their order. */
  readonly profiles: readonly string[]
  /** The one that was chosen or saved last; null: none was. */
  readonly profile: string | null
  /** The person's settings file, for a person to read; null: nothing is kept here. */
  readonly settingsFile: string | null
  /** Keys that an administrator has locked: paths of settings, `preferences.NAME`. */
  readonly locked: readonly string[]
  /** The file that locks them; null: none does. */
  readonly lockedBy: string | null
}

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(longestProfileName))

export const profiles = defineTopic({
  calls: {
    /** Keeps all settings as they are now under a name. EEXIST: there is one of this name, and it was not to be replaced. */
    saveProfile: changing(record({ name, replace: v.exactOptional(v.boolean()) }), of<void>()),
    /** Makes the settings those of a profile, whole or not at all; what is locked stays. Undo takes it back. ENOENT: there is none of this name. */
    chooseProfile: changing(record({ name }), of<void>()),
    /** ENOENT: there is none of this name. */
    deleteProfile: changing(record({ name }), of<void>()),
    /**
     * Everything as it was before anybody set anything: settings, preferences, profiles. The file of before is kept under another name.
     * @returns that name; null when there was no file
     */
    factoryReset: changing(v.optional(v.null()), of<{ readonly kept: string | null }>()),
  },
  state: slice<ProfilesFields>({ profiles: [], profile: null, settingsFile: null, locked: [], lockedBy: null }),
})
