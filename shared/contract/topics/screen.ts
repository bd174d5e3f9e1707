// How the operators' screens show the signal: one for all of them, kept by the instrument. Each viewer adds what is its own
// (its width, the sample it looks at) and asks for frames by `setView`. Changed by `applySettings`.
import { nothing } from '../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../rpc/topic.ts'

export interface ChannelScreen {
  /** `auto`: the channels that are on share the screen. */
  readonly voltsPerDiv: number | 'auto'
  /** Volts that are added to the signal: +1 V moves the trace up by 1 V. */
  readonly offset: number | 'auto'
}

export interface ScreenSettings {
  readonly secondsPerDiv: number
  readonly positionSeconds: number
  readonly persistence: boolean
  /** A longer stretch of the same record stands above the trace. */
  readonly overview: boolean
  /** `auto`: ten times as long as the trace, about its middle. */
  readonly overviewSecondsPerDiv: number | 'auto'
  readonly overviewPosition: number | 'auto'
  /** Samples as dots: `auto` where they are far apart, `on` also where they are near. */
  readonly dots: 'auto' | 'on' | 'off'
  /** What joins samples: sin(x)/x, or straight lines. */
  readonly interpolation: 'sinc' | 'linear'
  /** By IIO channel id. */
  readonly channels: Readonly<Record<string, ChannelScreen>>
}

export interface ScreenFields {
  readonly screen: ScreenSettings
}

export const screen = defineTopic({
  essential: true,
  state: slice<ScreenFields>(),
  calls: {
    /** The maps of persistence begin anew, and are empty if the capture stands still. */
    clearPersistence: changing(nothing, of<void>()),
  },
})
