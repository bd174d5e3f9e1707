// The search over the memory: what is looked for, and what was found.
import type { Feature } from '../../kit/feature.ts'
import { useSearch } from '../../state/search.ts'
import SearchTab from './SearchTab.vue'

export const search = {
  id: 'search',
  tab: { id: 'search', title: 'Search', component: SearchTab, keys: ['E'], isInUse: () => useSearch().isOn },
} as const satisfies Feature
