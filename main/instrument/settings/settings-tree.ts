// The tree of one instrument: its branches, each behind those it depends on.
import type { InstrumentParts } from '../parts.ts'
import { AcquisitionBranch } from './branches/acquisition-branch.ts'
import { CursorsBranch } from './branches/cursors-branch.ts'
import { DeviceBranch } from './branches/device-branch.ts'
import { InputsBranch } from './branches/inputs-branch.ts'
import { MathBranch } from './branches/math-branch.ts'
import { MeasurementsBranch } from './branches/measurements-branch.ts'
import { BufferBranch, CaptureBranch, ScreenBranch, TriggerBranch } from './branches/own-branches.ts'
import { SearchBranch } from './branches/search-branch.ts'
import { SegmentsBranch } from './branches/segments-branch.ts'
import { SettingsTree } from './tree.ts'

type Used =
  | 'stack'
  | 'channelInputs'
  | 'hub'
  | 'acquisition'
  | 'trigger'
  | 'math'
  | 'acquisitionMode'
  | 'state'
  | 'screen'
  | 'cursors'
  | 'recordings'
  | 'bandwidth'
  | 'measures'
  | 'search'
  | 'segments'
type Parts = Pick<InstrumentParts, Used>

export function settingsTree(parts: Parts): SettingsTree {
  const { stack, channelInputs, hub, acquisition, trigger, math, acquisitionMode, state, screen, cursors } = parts
  const { recordings, bandwidth, measures, search, segments } = parts
  const channels = () => state.channels
  return new SettingsTree([
    new CaptureBranch(stack, acquisition, () => state.refresh()),
    new DeviceBranch(stack.bus, acquisition, () => state.refresh()),
    new InputsBranch({ stack, channelInputs, recordings, bandwidth, state, trigger, search, screen, cursors }),
    new TriggerBranch(trigger, channels),
    new MathBranch(math, channels),
    new SearchBranch(search, channels),
    new AcquisitionBranch(acquisitionMode),
    new BufferBranch(hub, acquisition),
    new ScreenBranch(screen, stack),
    new CursorsBranch(cursors, stack),
    new MeasurementsBranch(measures, stack),
    new SegmentsBranch(segments),
  ])
}
