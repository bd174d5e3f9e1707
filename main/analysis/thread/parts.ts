// Everything that is made of the samples, and how it hangs together. What sees every sample is in the list `inPass`; what
// comes later there builds on what comes before.
import type { Clock } from '#main/runtime/clock.ts'
import { RecordPart } from '../acquisition/record-part.ts'
import { FilteredBlocks } from '../bandwidth/filtered-blocks.ts'
import { ColumnReader } from '../envelope/column-reader.ts'
import { EnvelopePyramid } from '../envelope/envelope-pyramid.ts'
import { MathPart } from '../math/math-part.ts'
import { RunBench } from '../measure/record/code-run.ts'
import { MeasurePart } from '../measure/running/measure-part.ts'
import type { WaitForLane } from '../persistence/drawing-lanes.ts'
import { Phosphor } from '../persistence/phosphor.ts'
import { EventSearch } from '../search/event-search.ts'
import { SegmentLooks } from '../segments/segment-looks.ts'
import { SegmentPart } from '../segments/segment-part.ts'
import { BlockIndex } from '../stream/block-index.ts'
import type { Figures } from '../stream/figures.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import type { PassPart } from '../stream/pass-part.ts'
import type { Validity } from '../stream/validity.ts'
import { Searches } from '../trigger/kinds/searches.ts'
import { TriggerLog } from '../trigger/trigger-log.ts'
import { TriggerPart } from '../trigger/trigger-part.ts'
import type { MemoryPlan } from './memory-plan.ts'

export interface PartsOptions {
  readonly buffer: SharedArrayBuffer
  readonly kernels: AnalysisKernels
  readonly plan: MemoryPlan
  readonly clock: Clock
  /** Waits for a lane that draws; by default it sleeps. */
  readonly waitForLane?: WaitForLane
}

export interface Parts {
  readonly blocks: BlockIndex
  readonly reader: ColumnReader
  readonly pyramid: EnvelopePyramid
  readonly trigger: TriggerPart
  readonly phosphor: Phosphor
  readonly math: MathPart
  readonly measure: MeasurePart
  readonly records: RecordPart
  readonly search: EventSearch
  readonly segments: SegmentPart
  readonly looks: SegmentLooks
  readonly filtered: FilteredBlocks
  /** In the order in which they see the samples. */
  readonly inPass: readonly PassPart[]
}

export function makeParts(options: PartsOptions, figures: Figures, validity: Validity): Parts {
  const { buffer, kernels, plan, clock, waitForLane } = options
  const blocks = new BlockIndex()
  const log = new TriggerLog()
  const pyramid = new EnvelopePyramid(buffer, kernels, plan.pyramid)
  const reader = new ColumnReader(buffer, kernels, plan.reader, blocks, pyramid)
  const searches = new Searches({ buffer, kernels, log }, plan.searches)
  const trigger = new TriggerPart({ searches, log, reader, figures, clock })
  const stream = { blocks, triggers: log, reader }
  const phosphor = new Phosphor(buffer, kernels, plan.phosphor, stream, figures, waitForLane)
  const math = new MathPart(buffer, kernels, plan.math, blocks)
  const bench = new RunBench(buffer, kernels, plan.runs)
  const triggers = {
    log,
    get isAuto() {
      return (trigger.trigger?.mode ?? 'auto') === 'auto'
    },
  }
  const measure = new MeasurePart({ bench, blocks, validity, clock, triggers })
  const records = new RecordPart({ buffer, kernels, memory: plan.records, ...stream, clock })
  const search = new EventSearch({
    searches: (list) => new Searches({ buffer, kernels, log: list }, plan.memorySearches),
    ...{ buffer, blocks, reader, clock },
  })
  const segments = new SegmentPart({ buffer, kernels, memory: plan.segments, blocks, triggers: log })
  const looks = new SegmentLooks(segments)
  const filtered = new FilteredBlocks(buffer, kernels, plan.filtered)
  const inPass = [pyramid, trigger, segments, phosphor, math, measure, records, search]
  return {
    blocks,
    reader,
    pyramid,
    trigger,
    phosphor,
    math,
    measure,
    records,
    search,
    segments,
    looks,
    filtered,
    inPass,
  }
}
