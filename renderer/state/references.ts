// The references: which there are, and of those that are shown what of them is on the screen. The drawing reads the columns; a page
// asks for others whenever it shows another stretch.
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import {
  mostReferenceColumns,
  type Reference,
  type ReferenceColumns,
  type ReferenceId,
} from '#shared/contract/topics/memory/references.ts'
import { newestWins } from '../link/newest-wins.ts'
import { timeWindow } from '../scale/axis.ts'
import { useInstrument } from './instrument.ts'
import { usePair } from './pair/use-pair.ts'
import { useView } from './view.ts'

/** A reference as it is drawn. */
export interface DrawnReference {
  readonly id: ReferenceId
  /** At whose scale and offset. */
  readonly channel: string
  readonly samplingFrequencyHz: number
  /** Of its first sample, from where the screen counts time. */
  readonly beginSeconds: number
  readonly columns: ReferenceColumns
}

/** Of one that is shown: which samples of it, and in how many columns. */
interface Wanted {
  readonly of: Reference
  readonly first: number
  readonly end: number
  readonly columns: number
}

export const useReferences = defineStore('references', () => {
  const instrument = useInstrument()
  const view = useView()
  const pair = usePair()
  const all = computed<readonly Reference[]>(() => instrument.state?.references ?? [])
  const drawn = shallowRef<readonly DrawnReference[]>([])

  const wanted = computed<readonly Wanted[]>(() => {
    if (pair.isPanelsPage) return []
    const { startSeconds, endSeconds } = timeWindow(view.settings)
    const columns = Math.min(mostReferenceColumns, view.columns)
    return all.value
      .filter(({ shown }) => shown)
      .map((of) => {
        const sampleAt = (seconds: number): number =>
          (seconds - of.beginSeconds - of.shiftSeconds) * of.samplingFrequencyHz
        return { of, first: sampleAt(startSeconds), end: sampleAt(endSeconds), columns }
      })
  })

  /** What was asked for last of each, so that the same is not asked for again. */
  const known = new Map<ReferenceId, { readonly key: string; readonly columns: ReferenceColumns }>()

  async function find({ of, first, end, columns }: Wanted): Promise<DrawnReference | null> {
    const { id, channel, samplingFrequencyHz } = of
    const key = [of.number, first, end, columns].join(' ')
    let found = known.get(id)
    if (found?.key !== key) {
      const answer = await instrument.call('referenceColumns', { id, first, end, columns }).catch(() => null)
      if (answer === null) return null
      found = { key, columns: answer }
      known.set(id, found)
    }
    return { id, channel, samplingFrequencyHz, beginSeconds: of.beginSeconds + of.shiftSeconds, columns: found.columns }
  }

  const renew = newestWins(async (those: readonly Wanted[]) => {
    const found = await Promise.all(those.map(find))
    drawn.value = found.filter((one) => one !== null)
  })
  watch(
    [wanted, () => instrument.live],
    () => {
      // The next instrument may count anew.
      if (!instrument.live) known.clear()
      else renew(wanted.value)
    },
    { immediate: true },
  )

  return { all, drawn }
})
