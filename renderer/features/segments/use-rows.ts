// The rows of segments that are on the screen, asked for as they are scrolled to. What was told of a segment stays true as long as
// there are the same segments.
import { computed, type Ref, type ShallowRef, shallowRef, watch } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { SegmentRow } from '#shared/contract/topics/memory/segments.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSegments } from './use-segments.ts'

/** Columns of a small picture. */
const columns = 48
/** So many rows are remembered; more are forgotten at once. */
const mostRemembered = 2000

/**
 * @param stretch rows that are wanted
 * @param channel of their small pictures; null: there is none, and no row
 * @returns those that were told, by their numbers
 */
export function useRows(
  stretch: Readonly<Ref<{ readonly first: number; readonly count: number }>>,
  channel: Readonly<Ref<ChannelState | null>>,
): ShallowRef<ReadonlyMap<number, SegmentRow>> {
  const instrument = useInstrument()
  const segments = useSegments()
  const rows = shallowRef<ReadonlyMap<number, SegmentRow>>(new Map())
  let isAsking = false
  /** What the rows are true of. */
  const subject = computed(() => {
    const { id, scaleMillivolts, offsetCodes } = channel.value ?? {}
    return [segments.beginning, instrument.live, id, scaleMillivolts, offsetCodes].join(' ')
  })

  async function fill(): Promise<void> {
    const { first, count } = stretch.value
    const missing = Array.from({ length: count }, (_, k) => first + k).filter((index) => !rows.value.has(index))
    const from = missing[0]
    if (isAsking || from === undefined || channel.value === null || !instrument.live) return
    isAsking = true
    const about = subject.value
    const asked = { first: from, count: missing.at(-1)! - from + 1, channel: channel.value.id, columns }
    let found: readonly SegmentRow[] = []
    try {
      found = await instrument.call('segmentRows', asked)
    } catch {
      // The analysis is being started again: what there is then is asked for with the next figures.
    } finally {
      isAsking = false
    }
    if (about === subject.value) {
      const before = rows.value.size > mostRemembered ? [] : rows.value
      rows.value = new Map([...before, ...found.map((row) => [row.index, row] as const)])
    }
    if (found.length > 0 || about !== subject.value) await fill()
  }

  watch(subject, () => {
    rows.value = new Map()
  })
  watch([subject, stretch, () => segments.figures], fill, { immediate: true })
  return rows
}
