// Every kind of trigger over the same sine, tile by tile, as the analysis searches: its crossings, and what is made of them.
import { MemoryLayout } from '#main/analysis/stream/memory-layout.ts'
import type { CodeTrigger } from '#main/analysis/trigger/code-trigger.ts'
import { claimSearches, Searches } from '#main/analysis/trigger/kinds/searches.ts'
import { TriggerLog } from '#main/analysis/trigger/trigger-log.ts'
import type { Kernels } from '#main/kernels/index.ts'
import type { TriggerName } from '#shared/kinds/triggers.ts'

const tileSamples = 16384
const samplingFrequencyHz = 1e9
/** Records of a microsecond, an eighth of which may overlap. */
const recordScans = 875

const channel = 0
const level = 0
const band = { lower: -3000, upper: 3000 }
const arm = { armKind: 'edge', armChannel: channel, armSlope: 'falling', armLevel: level }
const unused = { stateC: 'X', channelC: channel, levelC: level, stateD: 'X', channelD: channel, levelD: level }

/** Of a megahertz, each finds something in every period. */
const values: { readonly [K in TriggerName]: object } = {
  edge: { slope: 'rising', level },
  pulse: { polarity: 'positive', level, condition: '<', width: 6e-7, width2: 1e-6 },
  runt: { polarity: 'positive', lower: 0, upper: 30_000 },
  window: { direction: 'enter', ...band },
  slew: { slope: 'rising', ...band, condition: '<', transition: 1e-7, transition2: 1e-6 },
  dropout: { slope: 'rising', level, timeout: 5e-7 },
  pattern: { state: 'H', level, channelB: channel, stateB: 'L', levelB: 15_000, ...unused },
  nth: { slope: 'rising', level, count: 1, ...arm },
  sequence: { event: 'edge', slope: 'rising', level, within: 1e-6, ...arm },
}

export interface TriggersBench {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  readonly add: (name: string, count: number, run: () => void, twin: undefined, wanted: { value: number }) => unknown
  /** Address of the codes, and how many there are. */
  readonly codes: number
  readonly samples: number
  /** Address of a mebibyte to work in. */
  readonly work: number
}

export function benchTriggers({ kernels, memory, add, codes, samples, work }: TriggersBench): void {
  const buffer = memory.buffer as unknown as SharedArrayBuffer
  const log = new TriggerLog()
  log.holdoff = { scans: recordScans, events: 0 }
  const claimed = claimSearches(new MemoryLayout(work, { historyBytes: 0, lanes: 0 }))
  const searches = new Searches({ buffer, kernels, log }, claimed)
  for (const [kind, own] of Object.entries(values)) {
    const trigger = { kind, channel, mode: 'normal', hysteresis: 1024, ...own } as unknown as CodeTrigger
    const search = searches.choose(trigger, [channel], samplingFrequencyHz)
    search.setHoldoff(recordScans)
    const run = (): void => {
      log.clear()
      search.restart()
      for (let done = 0; done < samples; done += tileSamples) search.search(codes + 2 * done, done, tileSamples)
    }
    add(`trigger: ${kind}, 32 KiB tiles`, samples, run, undefined, {
      value: kind === 'edge' || kind === 'pulse' ? 1 : 0.5,
    })
    if (log.events === 0) throw new Error(`the ${kind} trigger found nothing to be measured by`)
  }
}
