// Profiles and preferences of the fake: names only, and what a person likes.
import type { InstrumentHandlers } from '../contract/service.ts'
import { fail, say } from '../errors.ts'
import type { FakeOfSettings } from './fake-settings.ts'

type Kept = 'saveProfile' | 'chooseProfile' | 'deleteProfile' | 'factoryReset' | 'setPreferences'

export function fakeKept(fake: FakeOfSettings): Pick<InstrumentHandlers, Kept> {
  const known = (name: string): void => {
    if (!fake.state().profiles.includes(name)) fail('EINVAL', say`There is no profile '${name}'.`)
  }
  return {
    saveProfile: ({ name, replace = false }) => {
      const { profiles } = fake.state()
      if (profiles.includes(name) && !replace) fail('EEXIST', say`There is a profile '${name}' already.`)
      fake.change({ profiles: [...new Set([...profiles, name])].toSorted(), profile: name })
    },
    chooseProfile: ({ name }) => {
      known(name)
      fake.change({ profile: name })
    },
    deleteProfile: ({ name }) => {
      known(name)
      fake.change({ profiles: fake.state().profiles.filter((one) => one !== name), profile: null })
    },
    factoryReset: () => {
      fake.change({ profiles: [], profile: null, preferences: {} })
      return { kept: '~/.config/blockscope/settings before-reset 2026-01-01.json' }
    },
    setPreferences: (change) => void fake.change({ preferences: { ...fake.state().preferences, ...change } }),
  }
}
