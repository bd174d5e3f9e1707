// The segments that are kept: what came of them, and the one that is looked at.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { useInstrument } from '../../state/instrument.ts'

export const useSegments = defineStore('segments', () => {
  const instrument = useInstrument()
  const isOn = computed(() => instrument.state?.segments.on ?? false)
  /** Null: none are kept, or nothing has been told yet. */
  const figures = computed(() => (isOn.value ? instrument.segmented : null))
  const kept = computed(() => figures.value?.kept ?? 0)
  /** Of which beginning they are: the time stamp of the first. Those of another are other segments. */
  const beginning = computed(() => figures.value?.first ?? null)
  /** Number of the one that is looked at, from 0; null: none is. */
  const chosen = ref<number | null>(null)

  watch(beginning, () => {
    chosen.value = null
  })

  return { isOn, figures, kept, beginning, chosen }
})
