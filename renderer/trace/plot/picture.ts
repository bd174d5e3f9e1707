// The coordinator: from a frame and a view to the picture of the trace. Pure, so that it can be tested without a canvas.

import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ScreenSettings } from '#shared/contract/topics/screen.ts'
import type { Seam } from '#shared/contract/topics/seams.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import type { ChannelView } from '#shared/screen/channel-view.ts'
import { referenceSample, timeWindow } from '../../scale/axis.ts'
import { acquiredValues, frameAcquired } from '../../scale/frame-acquired.ts'
import { frameGaps } from '../../scale/frame-extent.ts'
import { verticalScale } from '../../scale/vertical.ts'
import { type ClippedSpan, clippedSpans } from './clipped.ts'
import { placeGaps, placeSeams } from './marks.ts'
import { buildReference, type ReferenceTrace } from './reference-run.ts'
import { buildAcquired, buildTrace, type Interpolation } from './trace-builder.ts'
import type { TracePicture } from './trace-plot.ts'

export interface PictureInput {
  readonly frame: Frame
  readonly view: ViewSettings
  /** Enabled channels; a section of any other channel is not drawn. */
  readonly channels: readonly ChannelState[]
  readonly channelView: (channel: ChannelState) => ChannelView
  readonly seams: readonly Seam[]
  readonly glowing?: ReadonlySet<number>
  /** What joins samples. Default sin(x)/x. */
  readonly interpolation?: Interpolation
  /** Samples as dots. Default where they are far apart. */
  readonly dots?: ScreenSettings['dots']
  /** Traces that are kept to compare with. */
  readonly references?: readonly ReferenceTrace[]
  /** Height of the plot in device pixels. */
  readonly pixelHeight?: number
}

const none: ReadonlySet<number> = new Set()
const usualHeight = 500

export function composePicture({
  frame,
  view,
  channels,
  channelView,
  seams,
  glowing = none,
  interpolation = 'sinc',
  dots = 'auto',
  references = [],
  pixelHeight = usualHeight,
}: PictureInput): TracePicture {
  const window = timeWindow(view)
  const reference = referenceSample(frame, view)
  const acquired = frameAcquired(frame)
  const valuesOf = (index: number): Float32Array | null => {
    const section = frame.sections.find(({ kind, channel }) => kind === sectionKind.acquired && channel === index)
    return acquired === null || section === undefined ? null : acquiredValues(section, acquired)
  }
  const pixels = { width: view.columns, height: pixelHeight }
  const clipped = new Map<number, readonly ClippedSpan[]>()
  const runs = frame.sections.flatMap((section) => {
    if (section.kind !== sectionKind.samples && section.kind !== sectionKind.envelope) return []
    const channel = channels.find((candidate) => candidate.index === section.channel)
    if (channel === undefined) return []
    const scale = verticalScale(channel, channelView(channel))
    const spans = clippedSpans(frame, section, reference)
    if (spans.length > 0) clipped.set(channel.index, spans)
    const values = valuesOf(channel.index)
    return acquired !== null && values !== null
      ? [buildAcquired(frame, channel.index, acquired, values, reference, window, pixels, scale, interpolation)]
      : [buildTrace(frame, section, reference, window, pixels, scale, interpolation)]
  })
  return {
    window,
    runs,
    clipped,
    glowing,
    dots,
    references: references.map((one) => ({
      label: one.label,
      run: buildReference(one, window, pixels, interpolation),
    })),
    seams: placeSeams(seams, frame, reference, window),
    gaps: placeGaps(frameGaps(frame), frame, reference, window),
  }
}
