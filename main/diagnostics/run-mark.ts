// A mark of this run, which a clean end takes away: what a start finds of a program that runs no more was killed, or crashed.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { isRunning, type ProcessMark, thisProcess } from '#main/runtime/running-process.ts'
import { type Disposable, toDisposable } from '#shared/lifecycle.ts'

/** So often the mark is touched: a death is known to this. ms */
const touchMs = 10_000
const markPattern = /^running-\d+\.json$/

const schema = v.object({
  pid: v.number(),
  startedUnixMs: v.number(),
  start: v.optional(v.string()),
  front: v.string(),
  version: v.string(),
})

/** A program that did not come to its end. */
export interface LostRun {
  readonly front: string
  readonly version: string
  readonly startedUnixMs: number
  /** When it was alive last, within {@link touchMs}. */
  readonly lastSeenUnixMs: number
}

/** Marks that this program runs; disposed, it has ended in order. Never throws. */
export function markRun(folder: string, front: string, version: string, run: ProcessMark = thisProcess): Disposable {
  const file = path.join(folder, `running-${run.pid}.json`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, JSON.stringify({ ...run, front, version }))
  } catch {
    // Then nobody will know; nothing else depends on it.
    return toDisposable(() => undefined)
  }
  const touching = setInterval(() => {
    try {
      const now = new Date()
      utimesSync(file, now, now)
    } catch {
      // Somebody took it away.
    }
  }, touchMs)
  touching.unref()
  return toDisposable(() => {
    clearInterval(touching)
    try {
      rmSync(file, { force: true })
    } catch {
      // The next start will take this run for a lost one.
    }
  })
}

/** Programs that ended without taking their mark away; each is told once. Never throws. */
export async function takeLostRuns(folder: string): Promise<readonly LostRun[]> {
  const lost: LostRun[] = []
  try {
    for (const name of readdirSync(folder).filter((one) => markPattern.test(one))) {
      const file = path.join(folder, name)
      const run = readMark(file)
      if (run !== null && (await isRunning(run))) continue
      if (run !== null) lost.push({ ...run, lastSeenUnixMs: Math.round(statSync(file).mtimeMs) })
      rmSync(file, { force: true })
    }
  } catch {
    // No folder, or one that cannot be read: nothing is known.
  }
  return lost
}

function readMark(file: string): v.InferOutput<typeof schema> | null {
  try {
    return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // It was being written when the program died.
    return null
  }
}
