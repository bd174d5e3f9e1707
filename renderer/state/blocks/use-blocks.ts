// The block that is pointed at, on the trace or in the lanes: it is lit in both. And the block that was picked on the trace:
// the lanes stay with it and its neighbours until they are let go to the newest ones.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { BlockLife, Lanes } from '#shared/contract/topics/lanes.ts'
import { told } from '../../text/told.ts'
import { useInstrument } from '../instrument.ts'
import { useView } from '../view.ts'
import { blockOf, sampleAcross } from './block-band.ts'
import type { LaneWindow } from './lane-window.ts'

type Pointed = { readonly on: 'lanes'; readonly sequence: number } | { readonly on: 'trace'; readonly across: number }

interface Picked {
  readonly lanes: Lanes
  readonly sequence: number
  /** What the lanes showed when it was picked on them; null: it was picked on the trace. */
  readonly window: LaneWindow | null
}

export const useBlocks = defineStore('blocks', () => {
  const instrument = useInstrument()
  const view = useView()
  const pointed = shallowRef<Pointed | null>(null)
  const picked = shallowRef<Picked | null>(null)
  /** Why the block that was asked for last is not shown; empty when it is. */
  const refusal = ref('')

  /** What the lanes show. */
  const shown = computed<Lanes | null>(() => picked.value?.lanes ?? instrument.lanes)

  /** The sample at a part of the trace's width; null when the trace is of another stream than the lanes. */
  function sampleAt(across: number): number | null {
    const frame = instrument.feed.latest
    if (frame === null || frame.epoch !== shown.value?.epoch) return null
    return sampleAcross(across, frame, view.settings)
  }

  function pointedBlock({ lives }: Lanes, point: Pointed): BlockLife | null {
    if (point.on === 'lanes') return lives.find(({ sequence }) => sequence === point.sequence) ?? null
    const sample = sampleAt(point.across)
    return sample === null ? null : blockOf(lives, sample)
  }

  /** The block under the pointer, else the one that was picked. */
  const lit = computed<BlockLife | null>(() => {
    const lanes = shown.value
    if (lanes === null) return null
    if (pointed.value !== null) return pointedBlock(lanes, pointed.value)
    return lanes.lives.find(({ sequence }) => sequence === picked.value?.sequence) ?? null
  })

  function point(at: Pointed | null): void {
    const before = pointed.value
    if (at === null) refusal.value = ''
    const isSame = before?.on === 'lanes' && at?.on === 'lanes' && before.sequence === at.sequence
    if (!isSame) pointed.value = at
  }

  /** The lanes stay as they are, with the block under the pointer. */
  function stay(window: LaneWindow): void {
    refusal.value = ''
    if (shown.value !== null && lit.value !== null)
      // The trace goes on, and its time is no longer that of the lanes.
      picked.value = { lanes: shown.value, sequence: lit.value.sequence, window: { ...window, sharedWithTrace: false } }
  }

  /** Shows the life of the block at a part of the trace's width. */
  async function pick(across: number): Promise<void> {
    const sample = sampleAt(across)
    const epoch = instrument.feed.latest?.epoch
    if (sample === null || epoch === undefined) return
    try {
      const lanes = await instrument.call('lanesAround', { epoch, sample })
      const block = blockOf(lanes.lives, sample)
      if (block !== null) picked.value = { lanes, sequence: block.sequence, window: null }
      refusal.value = ''
    } catch (thrown) {
      refusal.value = told(thrown)
    }
  }

  /** Back to the newest blocks. */
  function letGo(): void {
    picked.value = null
    refusal.value = ''
  }

  // Blocks of an earlier stream, or of an instrument before this one, are not known any more.
  watch([() => instrument.state?.epoch, () => instrument.live], letGo)

  return { pointed, picked, refusal, shown, lit, point, stay, pick, letGo }
})
