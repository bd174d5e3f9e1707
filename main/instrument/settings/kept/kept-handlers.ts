// Profiles and preferences as viewers reach them.
import { type Preferences, preferenceKey } from '#shared/contract/topics/kept/preferences.ts'
import type { Topics } from '#shared/contract/topics.ts'
import { fail, say } from '#shared/errors.ts'
import type { ServedTopic } from '#shared/rpc/service.ts'
import type { InstrumentParts } from '../../parts.ts'
import { applySession, sessionToKeep } from '../session.ts'
import type { WritePath } from '../write-path.ts'
import type { KeptWays } from './kept-ways.ts'

export interface KeptHooks {
  readonly parts: Pick<InstrumentParts, 'files'>
  readonly settings: WritePath
  /** Null: this program keeps nothing. */
  readonly kept: KeptWays | null
}

const nothingKept = (): never => fail('ENOSYS', say`This program keeps no settings.`)

/** A name as a person sees it: no blanks around it, nothing in it that cannot be seen. @throws EINVAL */
export function profileName(name: string): string {
  const trimmed = name.trim()
  if (trimmed === '' || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(trimmed))
    fail('EINVAL', say`A profile has a name of letters, digits and other signs that can be seen.`)
  return trimmed
}

export function servedProfiles({ parts, settings, kept }: KeptHooks): ServedTopic<Topics, 'profiles'> {
  const { locks } = settings
  return {
    calls: {
      saveProfile: async ({ name, replace = false }) =>
        (kept ?? nothingKept()).saveProfile(profileName(name), await sessionToKeep({ parts, settings }), replace),
      chooseProfile: async ({ name }) => {
        const ways = kept ?? nothingKept()
        await applySession({ parts, settings }, ways.readProfile(name), 'leave locked')
        await ways.chosen(name)
      },
      deleteProfile: ({ name }) => (kept ?? nothingKept()).deleteProfile(name),
      factoryReset: async () => {
        const ways = kept ?? nothingKept()
        const old = await ways.reset()
        const leaves = settings.tree.leaves()
        // Of devices that came and went there is nothing to bring back.
        const beginning = [...(ways.beginning ?? [])].filter(([path]) => leaves.has(path) && !locks.isLocked(path))
        await settings.load(beginning.map(([path, value]) => ({ path, value })))
        return { kept: old }
      },
    },
    state: () => ({
      profiles: kept?.profiles ?? [],
      profile: kept?.profile ?? null,
      settingsFile: kept?.file ?? null,
      locked: locks.keys,
      lockedBy: locks.file,
    }),
  }
}

export function servedPreferences({ settings, kept }: KeptHooks): ServedTopic<Topics, 'preferences'> {
  return {
    calls: {
      setPreferences: async (change) => {
        const ways = kept ?? nothingKept()
        for (const name of Object.keys(change) as (keyof Preferences)[])
          if (change[name] !== ways.preferences[name]) settings.locks.check(preferenceKey(name))
        await ways.setPreferences(change)
      },
    },
    state: () => ({ preferences: kept?.preferences ?? {} }),
  }
}
