// What an instrument is made of.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { CaptureHub } from '#main/capture/index.ts'
import type { ChannelInputs } from './board/channel-inputs.ts'
import type { DeviceSource } from './board/device-source.ts'
import type { MemoryKeeper } from './board/memory-keeper.ts'
import type { Stack } from './board/stack.ts'
import type { Acquisition } from './control/acquisition.ts'
import type { AcquisitionModeControl } from './control/acquisition-mode.ts'
import type { BandwidthControl } from './control/bandwidth.ts'
import type { MathControl } from './control/math.ts'
import type { MeasureControl } from './control/measure.ts'
import type { SearchControl } from './control/search.ts'
import type { SegmentControl } from './control/segments.ts'
import type { TriggerControl } from './control/trigger.ts'
import type { IiodControl } from './iiod/iiod-control.ts'
import type { OfferedFiles } from './offered/offered-files.ts'
import type { RecordingFolder } from './recording/folder.ts'
import type { Recordings } from './recording/recordings.ts'
import type { References } from './references/references.ts'
import type { ScpiControl } from './scpi/scpi-control.ts'
import type { CursorControl } from './settings/cursors.ts'
import type { ScreenControl } from './settings/screen.ts'
import type { StateKeeper } from './status/state-keeper.ts'
import type { ToldBreaks } from './upkeep/told-breaks.ts'
import type { UnfinishedRecordings } from './upkeep/unfinished.ts'

export interface InstrumentParts {
  readonly stack: Stack
  readonly source: DeviceSource
  /** What stands before the channels. */
  readonly channelInputs: ChannelInputs
  readonly hub: CaptureHub
  /** Null: an instrument that only captures and records. */
  readonly analysis: AnalysisHost | null
  readonly memory: MemoryKeeper
  readonly recordings: Recordings
  readonly recordingFolder: RecordingFolder
  readonly acquisition: Acquisition
  readonly trigger: TriggerControl
  readonly bandwidth: BandwidthControl
  readonly math: MathControl
  readonly search: SearchControl
  readonly acquisitionMode: AcquisitionModeControl
  readonly measures: MeasureControl
  readonly segments: SegmentControl
  readonly state: StateKeeper
  readonly screen: ScreenControl
  readonly cursors: CursorControl
  /** Serves programs that use libiio, when it is started. */
  readonly iiod: IiodControl
  /** Serves scripts that speak SCPI, when it is started. */
  readonly scpi: ScpiControl
  readonly references: References
  /** Breaks in time, with what they cost. */
  readonly breaks: ToldBreaks
  /** What a dead program left. */
  readonly unfinished: UnfinishedRecordings
  /** What viewers may play. */
  readonly files: OfferedFiles
}
