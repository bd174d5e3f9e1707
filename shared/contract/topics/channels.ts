// The channels of the captured device, and what feeds them.
import type { FileLoad, PlayedFile } from '../../files/played-file.ts'
import type { InputSettings } from '../../kinds/settings.ts'
import { record, text } from '../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../rpc/topic.ts'
import type { StreamState } from '../../streams/stream-state.ts'

export interface ChannelState {
  /** IIO channel id, `voltage0`. */
  readonly id: string
  /** Scan index, which is also the channel number in frames. */
  readonly index: number
  readonly enabled: boolean
  /** Type string, `le:s16/16>>0`. */
  readonly scanType: string
  /** What its values are in: `V`, `m/s²`; empty: plain numbers. Wherever a name says volts, this unit is meant. */
  readonly unit: string
  /** Thousandths of the unit (mV) per code: processed value = (raw + offset) * scale. */
  readonly scaleMillivolts: number
  readonly offsetCodes: number
  /** Units for each volt at the input, part of the scale: what the probe divides by; negative where it is inverted. */
  readonly factor: number
  /** What stands before it, and what it is called. */
  readonly input: InputSettings
  /** `sine`, ..., `file:PATH?options` (see shared/files), or a stream (see shared/streams). */
  readonly source: string
  /** What was decided about the file that is played; null when none is. */
  readonly file: PlayedFile | null
  /** The stream that is converted; null when none is. */
  readonly stream: StreamState | null
  /** A file that is being read to become the source; null when none is. */
  readonly loading: FileLoad | null
}

export interface ChannelsFields {
  readonly channels: readonly ChannelState[]
}

export const channels = defineTopic({
  essential: true,
  calls: {
    /** Ends the reading of a file at once; the source stays as it is. Nothing happens when none is read. */
    cancelLoad: changing(record({ channel: text(64) }), of<void>()),
  },
  state: slice<ChannelsFields>(),
})
