// Whether another program is writing a recording now. Its description says who began it; a program that was killed leaves
// the same words behind, and must not keep others out.
import os from 'node:os'
import * as v from 'valibot'
import { files } from '#main/runtime/drive/files.ts'
import { isRunning } from '#main/runtime/running-process.ts'
import type { Writer } from './sidecar.ts'

/** A description is renewed every second; one of another machine that is older than this is nobody's any more. */
const silentMs = 15_000

const schema = v.object({
  format: v.picklist(['blockscope-raw', 'blockscope-export']),
  ended: v.boolean(),
  writtenBy: v.object({
    host: v.string(),
    pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
    startedUnixMs: v.number(),
    start: v.optional(v.string()),
  }),
})

/** Where a description is that is a part of another one: see `main/export/formats/sigmf.ts`. */
const inside = v.pipe(
  v.object({ global: v.object({ 'blockscope:description': schema }) }),
  v.transform(({ global }) => global['blockscope:description']),
)

/** The program that writes the recording that `sidecar` describes; null when there is none (any more). */
export async function otherWriter(sidecar: string, unixMs = Date.now()): Promise<Writer | null> {
  try {
    const { ended, writtenBy } = v.parse(v.union([schema, inside]), JSON.parse(await files.readText(sidecar)))
    if (ended) return null
    const isSilent = unixMs - (await files.stat(sidecar)).mtimeMs > silentMs
    const isAlive = writtenBy.host === os.hostname() ? await isRunning(writtenBy) : !isSilent
    return isAlive ? writtenBy : null
  } catch {
    // No description of ours.
    return null
  }
}
