// A recorder among the taps of the hub, and what ends it in time.
import type { CaptureHub, RunningRecorder } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { DisposableStore } from '#shared/lifecycle.ts'
import { TimelyEnd } from './timely-end.ts'

/** The blocks go to the recorder until this is disposed. */
export function addRecorder(hub: CaptureHub, clock: Clock, recorder: RunningRecorder): DisposableStore {
  const taps = new DisposableStore()
  taps.add(hub.addTap(recorder))
  const end = taps.add(new TimelyEnd({ hub, clock, scansLeft: () => recorder.scansLeft }))
  taps.add(hub.addTap(end))
  return taps
}
