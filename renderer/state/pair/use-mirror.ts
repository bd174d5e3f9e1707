// What both pages of a pair show alike, and no instrument keeps: the page on which it changes tells the other. What the trace alone
// knows goes one way. The page with the trace says everything to one that comes.
import { storeToRefs } from 'pinia'
import { onScopeDispose, type Ref, watch } from 'vue'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { useInstrument } from '../instrument.ts'
import { usePreferences } from '../preferences.ts'
import { useSearch } from '../search.ts'
import { useSettings } from '../settings.ts'
import { useTraceFigures } from '../use-trace-figures.ts'
import { useView } from '../view.ts'
import { usePair } from './use-pair.ts'

/** A value that both pages have. Plain data. */
interface Mirrored {
  get(): unknown
  set(value: unknown): void
}

/** Both pages are of one version: what one has the other can have. */
const of = <T>(value: Ref<T>): Mirrored => ({
  get: () => value.value,
  set: (now) => {
    value.value = now as T
  },
})

/** What a page that only looks has set for itself, to see otherwise; a page in control has nothing of its own. */
function ownSettings(): Mirrored {
  const instrument = useInstrument()
  const settings = useSettings()
  return {
    get: () => (instrument.readOnly ? Object.fromEntries(settings.ahead) : {}),
    set: (now) => {
      if (instrument.readOnly) settings.ahead = new Map(Object.entries(now as Record<string, SettingValue>))
    },
  }
}

/** By name, in the order in which they are taken over: an event of the search is looked at where it is. */
function mirroredBothWays(): Readonly<Record<string, Mirrored>> {
  const { theme, blockUnit, treeOpen, panelsOpen, foldedPanels, strip } = storeToRefs(usePreferences())
  const { selectedChannel, atSample, marked } = storeToRefs(useView())
  const { selected } = storeToRefs(useSearch())
  return {
    ...{ theme: of(theme), blockUnit: of(blockUnit), treeOpen: of(treeOpen), panelsOpen: of(panelsOpen) },
    ...{ foldedPanels: of(foldedPanels), strip: of(strip) },
    ...{ selectedChannel: of(selectedChannel), atSample: of(atSample), marked: of(marked), event: of(selected) },
    settings: ownSettings(),
  }
}

function mirroredFromTrace(): Readonly<Record<string, Mirrored>> {
  const { columns, shownAnchor } = storeToRefs(useView())
  const { clippedChannels, mathShare, acquired } = storeToRefs(useTraceFigures())
  return {
    ...{ columns: of(columns), shownAnchor: of(shownAnchor) },
    ...{ clippedChannels: of(clippedChannels), mathShare: of(mathShare), acquired: of(acquired) },
  }
}

/** For as long as the screen is there. */
export function useMirror(): void {
  const pair = usePair()
  const view = useView()
  const fromTrace = mirroredFromTrace()
  const all = { ...mirroredBothWays(), ...fromTrace }
  const told = pair.isPanelsPage ? mirroredBothWays() : all
  /** As both pages have it, in JSON. */
  const known = new Map<string, string>()
  const textOf = (value: unknown): string => JSON.stringify(value) ?? ''

  function tell(): void {
    if (!pair.isOtherThere) return
    const changed = Object.entries(told)
      .map(([name, { get }]) => [name, get()] as const)
      .filter(([name, value]) => known.get(name) !== textOf(value))
    if (changed.length === 0) return
    for (const [name, value] of changed) known.set(name, textOf(value))
    const plain = JSON.parse(JSON.stringify(Object.fromEntries(changed))) as Record<string, unknown>
    pair.send({ type: 'values', values: plain })
  }

  const hearing = pair.messages.on((message) => {
    if (message.type !== 'values') return
    for (const [name, value] of Object.entries(message.values)) {
      known.set(name, textOf(value))
      all[name]?.set(value)
    }
  })
  onScopeDispose(() => hearing.dispose())
  watch(() => Object.values(told).map(({ get }) => get()), tell)
  watch(
    () => pair.isOtherThere,
    (isThere) => {
      known.clear()
      // A measurement that was looked at over there is no more.
      if (!isThere) view.marked = null
      else if (!pair.isPanelsPage) tell()
    },
    { flush: 'sync', immediate: true },
  )
}
