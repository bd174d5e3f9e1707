// What SCPI needs of the instrument that it commands.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { CaptureHub } from '#main/capture/index.ts'
import type { InstrumentHandlers, Viewer } from '#shared/contract/service.ts'
import type { DeviceSource } from '../board/device-source.ts'
import type { Stack } from '../board/stack.ts'
import type { Acquisition } from '../control/acquisition.ts'
import type { TriggerControl } from '../control/trigger.ts'
import type { Recordings } from '../recording/recordings.ts'
import type { ScreenControl } from '../settings/screen.ts'
import type { WritePath } from '../settings/write-path.ts'
import type { StateKeeper } from '../status/state-keeper.ts'

/** Of the instrument's parts, which in turn hold what serves SCPI: so they are named one by one. */
export interface ServedParts {
  readonly analysis: AnalysisHost | null
  readonly stack: Stack
  readonly hub: CaptureHub
  readonly source: DeviceSource
  readonly state: StateKeeper
  readonly acquisition: Acquisition
  readonly screen: ScreenControl
  readonly trigger: Pick<TriggerControl, 'mode'>
  readonly recordings: Pick<Recordings, 'isActive' | 'onEnd' | 'exports'>
}

type Calls =
  | 'run'
  | 'stop'
  | 'single'
  | 'forceTrigger'
  | 'autoSet'
  | 'applySettings'
  | 'saveSession'
  | 'loadSession'
  | 'measure'
  | 'measured'
  | 'resetMeasurements'

export interface ServedInstrument {
  readonly version: string
  readonly parts: ServedParts
  /** As a viewer: it names no files but those that are offered. */
  readonly handlers: Pick<InstrumentHandlers, Calls>
  readonly settings: Pick<WritePath, 'tree' | 'read' | 'load'>
  /** @throws ENOSYS an instrument without analysis */
  openViewer(): Viewer
}
