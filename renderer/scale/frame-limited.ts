// What a frame says of the bandwidth limits of its channels.
import type { Frame } from '#shared/frame/frame.ts'
import { decodeLimited, type Limited, sectionKind } from '#shared/frame/sections.ts'

/** Of each channel that has one; none: samples are drawn as they were captured. */
export function frameLimits(frame: Frame): (Limited & { readonly channel: number })[] {
  return frame.sections.flatMap(({ kind, channel, data }) =>
    kind === sectionKind.limited ? [{ channel, ...decodeLimited(data) }] : [],
  )
}
