// Segments drawn over each other: asked for until all of them are in the picture, and again when there are others.
import { computed, onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { SegmentOverlay } from '#shared/contract/topics/memory/segments.ts'
import { useInstrument } from '../../state/instrument.ts'
import type { Span } from './picture-path.ts'
import { restMs, useSegments } from './use-segments.ts'

/** Cells of the picture. */
export const overlaySize = { columns: 400, rows: 128 } as const

/** What is drawn of them so far; null: they are not wanted, or nothing is known yet. */
export function useOverlay(wanted: () => { channel: ChannelState; values: Span }): ShallowRef<SegmentOverlay | null> {
  const instrument = useInstrument()
  const segments = useSegments()
  const overlay = shallowRef<SegmentOverlay | null>(null)
  /** What the picture is true of. */
  const subject = computed(() => {
    const { channel, values } = wanted()
    const { id, scaleMillivolts, offsetCodes } = channel
    const of = [segments.beginning, instrument.state?.segments.overlay, instrument.live]
    return [...of, id, scaleMillivolts, offsetCodes, values.low, values.high].join(' ')
  })
  let isAsking = false
  let isOver = false

  async function fill(): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      while (!isOver && segments.isOverlaid && instrument.live) {
        const about = subject.value
        const { channel, values } = wanted()
        const asked = { channel: channel.id, ...overlaySize, low: values.low, high: values.high }
        const found = await instrument.call('segmentOverlay', asked).catch(() => null)
        if (about !== subject.value) continue
        if (found === null) break
        overlay.value = found
        if (found.drawn >= found.of) break
        await new Promise((resolve) => setTimeout(resolve, restMs))
      }
    } finally {
      isAsking = false
    }
  }

  watch(subject, () => {
    overlay.value = null
  })
  watch([subject, () => segments.kept], fill, { immediate: true })
  onScopeDispose(() => {
    isOver = true
  })
  return overlay
}
