// What the instrument needs of whoever keeps a person's settings: profiles, preferences, and the way back to the beginning.
import type { Preferences } from '#shared/contract/topics/kept/preferences.ts'
import type { Event } from '#shared/lifecycle.ts'
import type { Values } from '../branches/branch.ts'

export interface KeptWays {
  /** Where they are kept, for a person to read. */
  readonly file: string
  readonly onChange: Event<void>
  readonly profiles: readonly string[]
  /** The one that was chosen or saved last. */
  readonly profile: string | null
  readonly preferences: Preferences
  /** The settings at the beginning, before anything of the person's; null: they are not known yet. */
  readonly beginning: Values | null
  /** The session of a profile. @throws ENOENT with a sentence that names those there are */
  readProfile(name: string): string
  /** @throws EEXIST unless it is to be replaced; EROFS, ENOSPC, ... it cannot be kept */
  saveProfile(name: string, session: string, replace: boolean): Promise<void>
  /** Notes that it is in use. */
  chosen(name: string): Promise<void>
  /** @throws ENOENT; EROFS, ENOSPC, ... */
  deleteProfile(name: string): Promise<void>
  /** @throws EROFS, ENOSPC, ... */
  setPreferences(change: Preferences): Promise<void>
  /** Forgets everything; what was there is kept under another name. @returns that name; null when nothing was there */
  reset(): Promise<string | null>
}
