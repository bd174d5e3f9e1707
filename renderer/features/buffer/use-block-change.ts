// A block size that was accepted but is not on the screen yet: blocks of the old size that are in line come first.
import { type ComputedRef, computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { Seam } from '#shared/contract/topics/seams.ts'
import { formatBytes } from '#shared/units.ts'
import { useInstrument } from '../../state/instrument.ts'

/** The words of a trigger that is waited for: the trace stands still meanwhile, whatever comes. */
const waiting: ReadonlySet<string> = new Set(['armed', 'ready'])

/**
 * `changing to 1 MiB…` from when a change is accepted until its first block is on the screen, or has come where the screen
 * waits for a trigger; else null.
 */
export function useBlockChange(): ComputedRef<string | null> {
  const instrument = useInstrument()
  /** The first block of the new size has come; the trace does not reach to it yet. */
  const coming = shallowRef<Pick<Seam, 'epoch' | 'atSample'> | null>(null)
  const isOnItsWay = computed(() => (instrument.state?.buffer.changingFromBytes ?? null) !== null)

  watch(isOnItsWay, (now, before) => {
    coming.value = null
    const { seams = [], epoch } = instrument.state ?? {}
    const seam = seams.findLast((one) => one.subject === 'blockBytes' && one.epoch === epoch)
    // Without a seam the change was taken back before it came.
    if (before && !now && seam !== undefined && !isShown(seam)) coming.value = seam
  })

  function isShown({ epoch, atSample }: Pick<Seam, 'epoch' | 'atSample'>): boolean {
    const frame = instrument.feed.latest
    return frame !== null && (frame.epoch !== epoch || frame.newestSample >= atSample)
  }

  const listening = instrument.feed.onFrame.on(() => {
    if (coming.value !== null && isShown(coming.value)) coming.value = null
  })
  onScopeDispose(() => listening.dispose())

  return computed(() => {
    const { buffer } = instrument.state ?? {}
    const isStill = waiting.has(instrument.stats?.triggerWord ?? '')
    const isChanging = isOnItsWay.value || (coming.value !== null && !isStill)
    if (buffer === undefined || !instrument.running || !isChanging) return null
    return `changing to ${formatBytes(buffer.blockBytes)}…`
  })
}
