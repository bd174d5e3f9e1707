// The search over the memory: what it has found, and the event that is looked at.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { SearchedEvent } from '#shared/contract/topics/memory/search.ts'
import { inTurn } from './in-turn.ts'
import { useInstrument } from './instrument.ts'
import { useView } from './view.ts'

export const useSearch = defineStore('search', () => {
  const instrument = useInstrument()
  const view = useView()
  const isOn = computed(() => instrument.state?.searchOn ?? false)
  /** Null: nothing is looked for, or nothing has been told yet. */
  const figures = computed(() => (isOn.value ? instrument.searched : null))
  /** Sample of the event that is looked at; null: none is. */
  const selected = ref<number | null>(null)

  // Who looks elsewhere looks at no event any more.
  watch(
    () => view.atSample,
    (at) => {
      if (at !== selected.value) selected.value = null
    },
    { flush: 'sync' },
  )
  watch(isOn, () => {
    selected.value = null
  })

  /** Events about a sample, or the newest: see the contract. Empty when they cannot be had. */
  async function events(at: number | null, before: number, most: number): Promise<readonly SearchedEvent[]> {
    return (await instrument.ask('searchedEvents', { at, before, most })) ?? []
  }

  /** The middle of the screen comes to stand at it. */
  function lookAt({ sample }: Pick<SearchedEvent, 'sample'>): void {
    if (view.timebase.positionSeconds !== 0) view.setTimebase({ positionSeconds: 0 })
    selected.value = sample
    view.lookAt(sample)
  }

  /** The event behind (1) or before (-1) what is looked at; of a live screen the newest one. */
  async function neighbour(direction: 1 | -1): Promise<SearchedEvent | undefined> {
    const from = selected.value ?? view.atSample
    if (from === null) return (await events(null, 0, 1))[0]
    if (direction === 1) return (await events(Math.floor(from) + 1, 0, 1))[0]
    return (await events(Math.floor(from), 1, 1)).find(({ sample }) => sample < from)
  }

  function noneThere(direction: 1 | -1): string {
    if ((selected.value ?? view.atSample) === null) return 'The search has found no event.'
    if (direction === 1) return 'The search has found no event behind this.'
    const { count, listed } = figures.value ?? { count: 0, listed: 0 }
    // There may well be events: those that are not among the newest are counted and marked alone.
    return listed < count
      ? `The search steps through the newest ${listed} events: none of them is before this.`
      : 'The search has found no event before this.'
  }

  /** Steps to the next event or to the one before. Two presses in a row are two steps. */
  function step(direction: 1 | -1): Promise<unknown> {
    return inTurn(async () => {
      const event = await neighbour(direction)
      if (event !== undefined) lookAt(event)
      else instrument.report({ severity: 'info', message: noneThere(direction), tip: null })
    })
  }

  return { isOn, figures, selected, events, lookAt, step }
})
