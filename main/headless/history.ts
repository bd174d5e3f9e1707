// How much of the past a run without a screen keeps: what the analysis may be late by.
import type { RunCommand } from '#main/cli/index.ts'

/** No screen asks for the past: enough for the analysis to be late without losing blocks. */
const headlessHistory = { historyBytes: 640 << 20, historySeconds: 0.32 }
/**
 * Where the run is for what the analysis finds (segments, measurements, events), it should leave nothing out: it may be late by more.
 * Half of the heap at most, which is the instrument's own limit.
 */
const findingHistory = { historySeconds: 0.75, examinesAll: true }

/** What a run keeps of the past. */
export function historyOf(command: RunCommand): typeof headlessHistory | typeof findingHistory {
  return finds(command) ? findingHistory : headlessHistory
}

/** It is asked for what only the analysis can tell, from the beginning or some time later. */
function finds({ segments, measure, trigger, search, set, at }: RunCommand): boolean {
  return (
    segments !== null ||
    measure.length > 0 ||
    trigger !== null ||
    search !== null ||
    [...set, ...at].some(({ path }) => path === 'segments.on')
  )
}
