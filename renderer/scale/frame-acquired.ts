// What a frame holds of the trace that an acquisition mode draws in the place of the samples.
import { type Acquired, decodeAcquired } from '#shared/frame/acquired.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { type FrameSection, sectionKind } from '#shared/frame/sections.ts'

/** Null: its samples are drawn, and no mode is chosen. */
export function frameAcquired(frame: Frame): Acquired | null {
  const section = frame.sections.find(({ kind }) => kind === sectionKind.acquisition)
  return section === undefined ? null : decodeAcquired(section.data)
}

/** The values of a section, if they are all there; copied only when they are not aligned. */
export function acquiredValues({ data }: FrameSection, { mode, points }: Acquired): Float32Array | null {
  if (data.byteLength !== points * (mode === 'envelope' ? 8 : 4)) return null
  return data.byteOffset % 4 === 0
    ? new Float32Array(data.buffer, data.byteOffset, data.byteLength >> 2)
    : new Float32Array(data.slice().buffer)
}
