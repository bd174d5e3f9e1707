// What the instrument does for each topic of the contract: its calls, its events, and its slice of the state.

import { findBoards } from '#main/iiod/index.ts'
import type { ControlDesk } from '#shared/contract/desk.ts'
import type { InstrumentEvents, Topics } from '#shared/contract/topics.ts'
import { fail, say } from '#shared/errors.ts'
import type { Event } from '#shared/lifecycle.ts'
import type { ServedTopics } from '#shared/rpc/service.ts'
import { holderOf } from './board/sampling-rate.ts'
import { presentSince } from './control/signal-look.ts'
import type { TriggerFinder } from './control/trigger-finder.ts'
import { servedIiod } from './iiod/handlers.ts'
import { type FileWaysIn, fileHandlers } from './offered/file-handlers.ts'
import type { InstrumentParts } from './parts.ts'
import { homely } from './recording/folder.ts'
import { keptExportHandlers, type RecordingDesk, recordingHandlers } from './recording/handlers.ts'
import { servedReferences } from './references/handlers.ts'
import { addForViewer } from './remote/add-contexts.ts'
import { settingsHandlers } from './settings/handlers.ts'
import { servedPreferences, servedProfiles } from './settings/kept/kept-handlers.ts'
import type { KeptWays } from './settings/kept/kept-ways.ts'
import type { WritePath } from './settings/write-path.ts'
import { listDevices } from './status/device-tree.ts'
import type { UpdateControl } from './updates/update-control.ts'
import { servedUnfinished } from './upkeep/unfinished.ts'

/** So long boards on the network may take to answer, ms. */
const findMs = 2000

/** What the topics need of the instrument that serves them. */
type TheirOwn = 'stats' | 'lanes' | 'problem' | 'measurementFigures' | 'searchFigures' | 'segmentsKept'

export interface TopicHooks {
  readonly finder: TriggerFinder
  readonly settings: WritePath
  readonly ways: FileWaysIn
  readonly desk: RecordingDesk | null
  readonly kept: KeptWays | null
  readonly updates: UpdateControl
  readonly control: ControlDesk
  /** What the instrument itself tells. */
  readonly events: {
    readonly [K in TheirOwn]: Event<InstrumentEvents[K]>
  }
  /** Applies a session file that a person chose in a dialog. */
  loadSession(file: string): Promise<void>
  /** Tells the viewers the state now. */
  announce(): void
  /** Reads the device again and tells the viewers. */
  refresh(): Promise<unknown>
  /** Writes an attribute as the command line may. */
  writeAttribute(device: string, path: string, value: string): Promise<string>
  /** The diagnostics as text. @param page what the page says of itself */
  diagnose(page: readonly string[]): Promise<string>
  /** Serves libiio programs on this port of this machine. */
  serveIiod(port: number): Promise<unknown>
}

export function servedTopics(parts: InstrumentParts, hooks: TopicHooks): ServedTopics<Topics> {
  const { acquisition, analysis, trigger, measures, math, search, state } = parts
  const { recordings, recordingFolder, hub, stack, files, screen, cursors } = parts
  const { announce, events, settings } = hooks
  /** Behind the changes that were asked for before. */
  const inTurn = async (change: () => Promise<void>): Promise<void> => {
    await settings.inTurn(change)
    await hooks.refresh()
  }
  /** As {@link inTurn}, of what begins a capture. */
  const begin = (change: () => Promise<void>): Promise<void> =>
    inTurn(() => {
      hooks.updates.admitCapture()
      return change()
    })
  return {
    capture: {
      calls: {
        run: () => begin(() => acquisition.run()),
        stop: () => inTurn(() => acquisition.stop()),
        single: () => begin(() => acquisition.single()),
        captureDevice: async ({ device }) => {
          await settings.doing(() => acquisition.captureDevice(device), true)
          hooks.finder.begin(announce)
        },
      },
      state: () => state.capture(),
    },
    channels: {
      calls: {
        cancelLoad: ({ channel }) => {
          const found = stack.device.scanElements.find(({ id }) => id === channel)
          if (found === undefined) fail('EINVAL', say`There is no channel '${channel}'.`)
          stack.sources[found.scanIndex]?.cancelLoad('it was cancelled')
          announce()
        },
      },
      state: () => ({ channels: state.channelsNow() }),
    },
    buffer: {
      calls: { setBuffer: (request) => settings.doing(() => acquisition.setBuffer(request), false) },
      state: () => ({ buffer: state.buffer() }),
    },
    trigger: {
      calls: {
        setTrigger: (request) => settings.doing(() => trigger.set(request, state.channels), false),
        setTriggerMode: ({ mode }) => settings.doing(() => trigger.setMode(mode, state.channels), false),
        forceTrigger: () => analysis?.forceTrigger(),
        autoSet: async (request) => {
          // The signal is the one that was asked for last.
          await settings.inTurn(() => acquisition.settle())
          const { view, ranges, trigger: change } = await hooks.finder.autoSet()
          const set = (): void => trigger.set(change, state.channels)
          if (request?.only !== 'time') await settings.doing(set, false, request?.gesture)
          return { view, ranges }
        },
      },
      state: () => ({ trigger: trigger.settings, triggerMode: trigger.mode, triggerCommon: trigger.common }),
    },
    view: {},
    screen: {
      calls: { clearPersistence: () => analysis?.clearPersistence() },
      state: () => ({ screen: screen.settings }),
    },
    settings: {
      calls: settingsHandlers(settings, files),
      state: () => settings.state(),
    },
    profiles: servedProfiles({ parts, settings, kept: hooks.kept }),
    preferences: servedPreferences({ parts, settings, kept: hooks.kept }),
    seams: { state: () => ({ seams: hub.seams }) },
    lanes: {
      calls: {
        lanesAround: ({ epoch, sample }) =>
          hub.lanesAround(epoch, sample) ??
          fail('ENOENT', say`What became of the block of this sample is not known any more.`),
      },
      events: { lanes: events.lanes },
    },
    measure: {
      calls: {
        measure: () => {
          const since = presentSince(hub.seams, hub.epoch, state.samplingFrequencyHz)
          return measures.newest(state.channels, since)
        },
        measured: () => measures.figures(),
        measurementPlot: ({ measurement }) => measures.plot(measurement),
        resetMeasurements: () => measures.reset(),
      },
      events: { measurementFigures: events.measurementFigures },
      state: () => ({ measurements: measures.chosen, measurementGate: measures.gate }),
    },
    segments: {
      calls: {
        segmentFigures: () => parts.segments.figures(),
        segmentRows: (request) => parts.segments.rows(request),
        segment: ({ index, columns }) => parts.segments.trace(index, columns),
        segmentOverlay: (request) => parts.segments.overlay(request),
        segmentDiffering: (request) => parts.segments.differing(request),
        clearSegments: () => parts.segments.clear(),
      },
      events: { segmentsKept: events.segmentsKept },
      state: () => ({ segments: parts.segments.settings }),
    },
    math: { state: () => math.fields() },
    search: {
      calls: {
        searched: () => search.figures(),
        searchedEvents: ({ at, before, most }) => search.events(at, before, most, state.samplingFrequencyHz),
      },
      events: { searchFigures: events.searchFigures },
      state: () => search.fields(),
    },
    acquisition: { state: () => parts.acquisitionMode.fields() },
    cursors: { state: () => ({ cursors: cursors.settings }) },
    recording: {
      calls: recordingHandlers({ recordings, recordingFolder, desk: hooks.desk, announce }),
      state: () => ({ recording: recordings.state, recordingFolder: homely(recordingFolder.path) }),
    },
    exports: {
      calls: keptExportHandlers(recordings.kept, announce),
      state: () => ({ exported: recordings.kept.state }),
    },
    references: servedReferences(parts.references, announce),
    devices: {
      calls: {
        // A viewer's: it names no files but those that are offered.
        writeAttribute: async ({ device, path, value }) => ({
          value: await hooks.writeAttribute(device, path, files.admit(value)),
        }),
        readAttribute: async ({ device, path }) => {
          const found = holderOf(stack.bus, device, path) ?? fail('ENODEV', say`There is no device '${device}'.`)
          return { value: await found.readAttribute(path) }
        },
        addContext: async ({ address }) => ({ devices: await addForViewer(stack.remotes, address) }),
        findBoards: () => findBoards({ clock: stack.runtime.clock, forMs: findMs }),
        listDevices: () => listDevices(stack.bus, hub.isRunning ? stack.device : null),
      },
      state: () => ({ devicesRevision: stack.bus.revision }),
    },
    files: {
      calls: fileHandlers(files, hooks.ways, hooks.loadSession),
      state: () => ({ broughtFiles: files.brought }),
    },
    iiod: servedIiod({ iiod: parts.iiod, serve: (port) => hooks.serveIiod(port), announce }),
    unfinished: servedUnfinished(parts.unfinished, announce),
    diagnostics: { calls: { diagnose: async ({ page }) => ({ text: await hooks.diagnose(page) }) } },
    controlDesk: { state: () => ({ control: hooks.control.state }) },
    status: {
      events: { stats: events.stats, problem: events.problem },
      state: () => ({ viewers: state.viewers }),
    },
    updates: hooks.updates.served(),
  }
}
