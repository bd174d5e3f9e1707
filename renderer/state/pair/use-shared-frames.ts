// A page of panels draws no trace and asks the instrument for no frames; what it reads off the trace (what the cursors read, the
// range of a fit, what is exported) it reads off frames that the page with the trace has, a few in a second.
import { onScopeDispose, watch } from 'vue'
import type { Frame } from '#shared/frame/frame.ts'
import { type SectionKind, sectionKind } from '#shared/frame/sections.ts'
import { useInstrument } from '../instrument.ts'
import { usePair } from './use-pair.ts'

/** From a frame to the next that is asked for, ms: as quick as figures are read. */
const pauseMs = 250

/** What only a drawing needs. */
const drawnOnly: ReadonlySet<SectionKind> = new Set([sectionKind.persistence, sectionKind.overview])

/** With bytes of its own: what is sent of a view is all that it is a view on. */
function sendable({ overview, sections, ...header }: Frame): Frame {
  const read = sections.filter(({ kind }) => !drawnOnly.has(kind))
  return { ...header, sections: read.map((section) => ({ ...section, data: section.data.slice() })) }
}

/** For as long as the screen is there. */
export function useSharedFrames(): void {
  const pair = usePair()
  const { feed } = useInstrument()
  let isWanted = false
  let sent: Frame | null = null

  function give(): void {
    const frame = feed.latest
    if (!isWanted || frame === null || frame === sent) return
    isWanted = false
    sent = frame
    pair.send({ type: 'frame', frame: sendable(frame) })
  }

  const hearing = pair.messages.on((message) => {
    if (message.type === 'wantFrame') {
      isWanted = true
      give()
    } else if (message.type === 'frame') {
      feed.look(message.frame)
      setTimeout(() => pair.send({ type: 'wantFrame' }), pauseMs)
    }
  })
  const arriving = feed.onFrame.on(give)
  onScopeDispose(() => {
    hearing.dispose()
    arriving.dispose()
  })
  watch(
    () => pair.isOtherThere,
    (isThere) => {
      sent = null
      isWanted = false
      if (isThere && pair.isPanelsPage) pair.send({ type: 'wantFrame' })
    },
    { flush: 'sync', immediate: true },
  )
}
