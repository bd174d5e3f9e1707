// The math trace in the terms of a channel: everything that places, scales and draws channels does so with it.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { type Derived, decodeDerived, firstDerived, sectionKind } from '#shared/frame/sections.ts'
import { defaultInput } from '#shared/kinds/settings.ts'
import { mathTraceId } from '#shared/names.ts'

let last: ChannelState | null = null

/** The same object while the step is the same. @param unitsPerCode in the unit of the function; for volts read those */
export function derivedChannel(unitsPerCode: number): ChannelState {
  const scaleMillivolts = unitsPerCode * 1000
  if (last?.scaleMillivolts !== scaleMillivolts)
    last = {
      id: mathTraceId,
      index: firstDerived,
      enabled: true,
      scanType: 'le:s16/16>>0',
      // That of its function is told by the instrument: `unitOf`.
      unit: 'V',
      scaleMillivolts,
      offsetCodes: 0,
      factor: 1,
      input: defaultInput,
      source: '',
      file: null,
      loading: null,
      stream: null,
    }
  return last
}

/** What a frame says of its math trace; null: it has none. */
export function frameDerived(frame: Frame): Derived | null {
  const section = frame.sections.find(({ kind, channel }) => kind === sectionKind.derived && channel === firstDerived)
  return section === undefined ? null : decodeDerived(section.data)
}
