// Where the analysis keeps its things in the shared memory: one allocation, made by the host, and known to every side by
// its address. Each part claims what it needs; here the claims stand one after the other, and nothing else is known of
// them. The size depends on the history budget, on the room for segments and on the number of lanes only.
import { claimRecords } from '../acquisition/record-part.ts'
import { claimFiltered } from '../bandwidth/filtered-blocks.ts'
import { claimFrame } from '../display/frame-maker.ts'
import { claimReader } from '../envelope/column-reader.ts'
import { claimPyramid } from '../envelope/envelope-pyramid.ts'
import { claimMath } from '../math/math-part.ts'
import { claimSummary } from '../measure/looks/periods.ts'
import { claimRuns } from '../measure/record/code-run.ts'
import { claimPhosphor } from '../persistence/phosphor.ts'
import { claimSegments } from '../segments/segment-memory.ts'
import { claimFigures } from '../stream/figures.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { claimReadLog } from '../stream/read-log.ts'
import { claimValidity } from '../stream/validity.ts'
import { claimSearches } from '../trigger/kinds/searches.ts'
import { claimAnnouncements } from './announced-blocks.ts'
import { claimWakeLine } from './wake-line.ts'

export type MemoryPlan = ReturnType<typeof planMemory>

/** Lays the analysis memory out from `base` (a multiple of 64), with `lanes` threads that help with drawing. */
export function planMemory(base: number, historyBytes: number, lanes = 0, segmentBytes = 0) {
  const layout = new MemoryLayout(base, { historyBytes, lanes, segmentBytes })
  const parts = {
    wake: claimWakeLine(layout),
    validity: claimValidity(layout),
    figures: claimFigures(layout),
    readLog: claimReadLog(layout),
    announcements: claimAnnouncements(layout),
    pyramid: claimPyramid(layout),
    reader: claimReader(layout),
    searches: claimSearches(layout),
    memorySearches: claimSearches(layout),
    phosphor: claimPhosphor(layout),
    summary: claimSummary(layout),
    runs: claimRuns(layout),
    frame: claimFrame(layout),
    math: claimMath(layout),
    records: claimRecords(layout),
    segments: claimSegments(layout),
    filtered: claimFiltered(layout),
  }
  return { base, historyBytes, lanes, segmentBytes, ...parts, zeroed: layout.zeroed, bytes: layout.bytes }
}
