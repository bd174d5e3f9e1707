// The segments that are kept: what came of them, and the one that is looked at.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { formatSetting, groupDigits } from '../../kit/format/figures.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'

/** Between two questions about the same, ms: each is a few milliseconds of work. */
export const restMs = 10

export const useSegments = defineStore('segments', () => {
  const instrument = useInstrument()
  const view = useView()
  const isOn = computed(() => instrument.state?.segments.on ?? false)
  /** Null: none are kept, or nothing has been told yet. */
  const figures = computed(() => (isOn.value ? instrument.segmented : null))
  const kept = computed(() => figures.value?.kept ?? 0)
  /** Of which beginning they are: the time stamp of the first. Those of another are other segments. */
  const beginning = computed(() => figures.value?.first ?? null)
  /** Number of the one that is looked at, from 0; null: none is. */
  const chosen = ref<number | null>(null)

  /** The selected channel, or the first one that is on: of all pictures, and of what is compared. */
  const channel = computed(
    () =>
      instrument.enabledChannels.find(({ id }) => id === view.selectedChannel) ?? instrument.enabledChannels[0] ?? null,
  )
  const isOverlaid = computed(() => isOn.value && (instrument.state?.segments.overlay ?? 0) > 0)
  /** What came of the last look for one that differs; empty: nothing was looked for. */
  const differing = ref('')

  /** Chooses the first behind the chosen one, or behind the first of all, that differs from it; says so where there is none. */
  async function chooseDiffering(): Promise<void> {
    const one = channel.value
    if (one === null || kept.value === 0) {
      instrument.report({ severity: 'info', message: 'There are no segments to compare.', tip: null })
      return
    }
    const index = chosen.value ?? 0
    const [of, about] = [beginning.value, chosen.value]
    chosen.value = index
    const volts = (value: number): string => formatSetting(value, instrument.unitOf(one))
    for (;;) {
      const found = await instrument.ask('segmentDiffering', { index, channel: one.id })
      // Others have begun meanwhile, or another one was chosen.
      if (found === null || found === undefined || of !== beginning.value || chosen.value !== index) return
      const by = `more than ${volts(found.tolerance)}`
      if (found.index !== null) {
        chosen.value = found.index
        differing.value = `Segment ${groupDigits(found.index + 1)} differs from ${groupDigits(index + 1)} by ${volts(found.by)} beyond it, at ${formatSetting(found.at, 's')}`
        return
      }
      if (found.isDone) {
        chosen.value = about ?? index
        differing.value = `None of ${groupDigits(found.looked)} behind ${groupDigits(index + 1)} differs by ${by}`
        instrument.report({ severity: 'info', message: `${differing.value}.`, tip: null })
        return
      }
      differing.value = `Compared: ${groupDigits(found.looked)}`
      await new Promise((resolve) => setTimeout(resolve, restMs))
    }
  }

  watch(beginning, () => {
    chosen.value = null
    differing.value = ''
  })

  return { isOn, figures, kept, beginning, chosen, channel, isOverlaid, differing, chooseDiffering }
})
