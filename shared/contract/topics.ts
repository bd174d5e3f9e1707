// All topics of the contract between the instrument (main) and its viewers (the page, a script, a test). Both ends derive
// from this table: the compiler asks the instrument for every call, event and slice, and gives the viewer each.
//
// Units are in the names. "Scan" is one sample of every enabled channel; sample indexes count scans since the stream
// began (they keep counting through lost samples, so a gap is a jump).
import type * as rpc from '../rpc/topic.ts'
import { controlDesk } from './control-desk.ts'
import { acquisition } from './topics/acquisition.ts'
import { buffer } from './topics/buffer.ts'
import { capture } from './topics/capture.ts'
import { channels } from './topics/channels.ts'
import { cursors } from './topics/cursors.ts'
import { devices } from './topics/devices.ts'
import { files } from './topics/files.ts'
import { iiod } from './topics/iiod.ts'
import { preferences } from './topics/kept/preferences.ts'
import { profiles } from './topics/kept/profiles.ts'
import { lanes } from './topics/lanes.ts'
import { math } from './topics/math.ts'
import { measure } from './topics/measure.ts'
import { exports } from './topics/memory/exports.ts'
import { references } from './topics/memory/references.ts'
import { search } from './topics/memory/search.ts'
import { segments } from './topics/memory/segments.ts'
import { recording } from './topics/recording.ts'
import { screen } from './topics/screen.ts'
import { seams } from './topics/seams.ts'
import { settings } from './topics/settings.ts'
import { status } from './topics/status.ts'
import { trigger } from './topics/trigger.ts'
import { diagnostics } from './topics/upkeep/diagnostics.ts'
import { unfinished } from './topics/upkeep/unfinished.ts'
import { updates } from './topics/upkeep/updates.ts'
import { view } from './topics/view.ts'

export const topics = {
  capture,
  channels,
  buffer,
  trigger,
  view,
  screen,
  settings,
  profiles,
  preferences,
  seams,
  segments,
  lanes,
  measure,
  math,
  acquisition,
  search,
  cursors,
  recording,
  exports,
  references,
  devices,
  files,
  iiod,
  unfinished,
  diagnostics,
  controlDesk,
  status,
  updates,
}

export type Topics = typeof topics
export type CallName = rpc.CallName<Topics>
export type EventName = rpc.EventName<Topics>
export type CallRequest<N extends CallName> = rpc.RequestOf<Topics, N>
export type CallArguments<N extends CallName> = rpc.Arguments<Topics, N>
export type CallResult<N extends CallName> = rpc.ResultOf<Topics, N>
/** What each topic's slice of the state holds. */
export type InstrumentSlices = rpc.Slices<Topics>
/** The fields of all slices together. */
export type InstrumentState = rpc.StateOf<Topics>
export type InstrumentEvents = { readonly [N in EventName]: rpc.EventData<Topics, N> }
