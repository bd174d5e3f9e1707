// What SCPI needs of the instrument that it commands.
import type { InstrumentHandlers, Viewer } from '#shared/contract/service.ts'
import type { InstrumentParts } from '../parts.ts'
import type { WritePath } from '../settings/write-path.ts'

type Used = 'analysis' | 'stack' | 'hub' | 'source' | 'state' | 'acquisition' | 'screen'
type Calls =
  | 'run'
  | 'stop'
  | 'single'
  | 'forceTrigger'
  | 'applySettings'
  | 'saveSession'
  | 'loadSession'
  | 'measure'
  | 'measured'
  | 'resetMeasurements'

export interface ServedInstrument {
  readonly version: string
  readonly parts: Pick<InstrumentParts, Used>
  /** As a viewer: it names no files but those that are offered. */
  readonly handlers: Pick<InstrumentHandlers, Calls>
  readonly settings: Pick<WritePath, 'tree' | 'read' | 'load'>
  /** @throws ENOSYS an instrument without analysis */
  openViewer(): Viewer
}
