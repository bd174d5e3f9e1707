// A mark of this run, which a clean end takes away: what a start finds of a program that runs no more was killed, or crashed.
import path from 'node:path'
import * as v from 'valibot'
import { files } from '#main/runtime/drive/files.ts'
import { isRunning, thisProcess } from '#main/runtime/running-process.ts'

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

/** That this program runs. */
export interface RunMark {
  /** It has ended in order. Never throws; waits for a disk that does not answer. */
  remove(): Promise<void>
}

/** Marks that this program runs. Never throws. */
export async function markRun(folder: string, front: string, version: string, run = thisProcess): Promise<RunMark> {
  const file = path.join(folder, `running-${run.pid}.json`)
  try {
    await files.makeFolder(folder)
    await files.remove(file)
    await files.writeNew(file, [Buffer.from(JSON.stringify({ ...run, front, version }))])
  } catch {
    // Then nobody will know; nothing else depends on it.
    return { remove: () => Promise.resolve() }
  }
  let isTouched = true
  const touching = setInterval(() => {
    // One that the disk has not answered yet is enough.
    if (!isTouched) return
    isTouched = false
    void files
      .touch(file)
      // Somebody took it away.
      .catch(() => undefined)
      .finally(() => {
        isTouched = true
      })
  }, touchMs)
  touching.unref()
  return {
    async remove() {
      clearInterval(touching)
      // What stays the next start takes for a lost one.
      await files.remove(file).catch(() => undefined)
    },
  }
}

/** Programs that ended without taking their mark away; each is told once. Never throws. */
export async function takeLostRuns(folder: string): Promise<readonly LostRun[]> {
  const lost: LostRun[] = []
  try {
    for (const name of (await files.readdir(folder)).filter((one) => markPattern.test(one))) {
      const file = path.join(folder, name)
      const run = await readMark(file)
      if (run !== null && (await isRunning(run))) continue
      if (run !== null) lost.push({ ...run, lastSeenUnixMs: Math.round((await files.stat(file)).mtimeMs) })
      await files.remove(file)
    }
  } catch {
    // No folder, or one that cannot be read: nothing is known.
  }
  return lost
}

async function readMark(file: string): Promise<v.InferOutput<typeof schema> | null> {
  try {
    return v.parse(schema, JSON.parse(await files.readText(file)))
  } catch {
    // It was being written when the program died.
    return null
  }
}
