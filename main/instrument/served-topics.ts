// What the instrument does for each topic of the contract: its calls, its events, and its slice of the state.

import type { InstrumentEvents, Topics } from '#shared/contract/topics.ts'
import { fail } from '#shared/errors.ts'
import type { Event } from '#shared/lifecycle.ts'
import type { ServedTopics } from '#shared/rpc/service.ts'
import { holderOf } from './board/sampling-rate.ts'
import { measureChannels } from './control/measure.ts'
import { presentSince } from './control/signal-look.ts'
import type { TriggerFinder } from './control/trigger-finder.ts'
import { type FileWaysIn, fileHandlers } from './offered/file-handlers.ts'
import type { InstrumentParts } from './parts.ts'
import { homely } from './recording/folder.ts'
import { type RecordingDesk, recordingHandlers } from './recording/handlers.ts'
import { listDevices } from './status/device-tree.ts'

/** What the topics need of the instrument that serves them. */
export interface TopicHooks {
  readonly finder: TriggerFinder
  readonly ways: FileWaysIn
  readonly desk: RecordingDesk | null
  /** What the instrument itself tells. */
  readonly events: { readonly [K in 'stats' | 'lanes' | 'problem']: Event<InstrumentEvents[K]> }
  /** Tells the viewers the state now. */
  announce(): void
  /** Reads the device again and tells the viewers. */
  refresh(): Promise<unknown>
  /** Writes an attribute as the command line may, and refreshes. */
  writeAttribute(device: string, path: string, value: string): Promise<string>
}

export function servedTopics(parts: InstrumentParts, hooks: TopicHooks): ServedTopics<Topics> {
  const { acquisition, analysis, trigger, state, recordings, recordingFolder, hub, stack, files } = parts
  const { announce, events } = hooks
  const after = async (change: Promise<void>): Promise<void> => {
    await change
    await hooks.refresh()
  }
  return {
    capture: {
      calls: {
        run: () => after(acquisition.run()),
        stop: () => after(acquisition.stop()),
        single: () => after(acquisition.single()),
        captureDevice: async ({ device }) => {
          await after(acquisition.captureDevice(device))
          hooks.finder.begin(announce)
        },
      },
      state: () => state.capture(),
    },
    channels: {
      calls: {
        cancelLoad: ({ channel }) => {
          const found = stack.device.scanElements.find(({ id }) => id === channel)
          if (found === undefined) fail('EINVAL', `there is no channel '${channel}'`)
          stack.sources[found.scanIndex]?.cancelLoad('it was cancelled')
          announce()
        },
      },
      state: () => ({ channels: state.channelsNow() }),
    },
    buffer: {
      calls: { setBuffer: (request) => after(acquisition.setBuffer(request)) },
      state: () => ({ buffer: state.buffer() }),
    },
    trigger: {
      calls: {
        setTrigger: (request) => {
          trigger.set(request, state.channels)
          announce()
        },
        setTriggerMode: ({ mode }) => {
          trigger.setMode(mode, state.channels)
          announce()
        },
        forceTrigger: () => analysis?.forceTrigger(),
        autoSet: async (request) => {
          // The signal is the one that was asked for last.
          await acquisition.settle()
          const found = await hooks.finder.autoSet(request?.only ?? null)
          announce()
          return found
        },
      },
      state: () => ({ trigger: trigger.settings, triggerMode: trigger.mode }),
    },
    view: {},
    seams: { state: () => ({ seams: hub.seams }) },
    lanes: {
      calls: {
        lanesAround: ({ epoch, sample }) =>
          hub.lanesAround(epoch, sample) ??
          fail('ENOENT', 'What became of the block of this sample is not known any more.'),
      },
      events: { lanes: events.lanes },
    },
    measure: {
      calls: {
        measure: () => {
          const since = presentSince(hub.seams, hub.epoch, state.samplingFrequencyHz)
          return measureChannels(analysis, state.channels, since)
        },
      },
    },
    recording: {
      calls: recordingHandlers({ recordings, recordingFolder, desk: hooks.desk, announce }),
      state: () => ({ recording: recordings.state, recordingFolder: homely(recordingFolder.path) }),
    },
    devices: {
      calls: {
        // A viewer's: it names no files but those that are offered.
        writeAttribute: async ({ device, path, value }) => ({
          value: await hooks.writeAttribute(device, path, files.admit(value)),
        }),
        readAttribute: async ({ device, path }) => {
          const found = holderOf(stack.bus, device, path) ?? fail('ENODEV', `there is no device '${device}'`)
          return { value: await found.readAttribute(path) }
        },
        listDevices: () => listDevices(stack.bus, hub.isRunning ? stack.device : null),
      },
    },
    files: { calls: fileHandlers(files, hooks.ways), state: () => ({ broughtFiles: files.brought }) },
    status: {
      events: { stats: events.stats, problem: events.problem },
      state: () => ({ viewers: state.viewers }),
    },
  }
}
