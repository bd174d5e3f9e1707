// The files of a row, followed one by one as they end: whether each sample is in a file, or said to be missing.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

const schema = v.object({
  scans: v.number(),
  ended: v.boolean(),
  lostSamples: v.number(),
  rotation: v.object({
    number: v.number(),
    firstScan: v.number(),
    firstSample: v.nullable(v.number()),
    gapFreeWithPrevious: v.nullable(v.boolean()),
    lostBefore: v.nullable(v.number()),
  }),
})
type Described = v.InferOutput<typeof schema>

export class Chain {
  readonly #folder: string
  readonly #ended = new Map<number, Described>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Reads the descriptions of the files that have ended since; call it more often than files are taken away. */
  look(): void {
    for (const name of readdirSync(this.#folder)) {
      const number = Number(/-(\d+)\.raw\.json$/.exec(name)?.[1] ?? 0)
      if (number === 0 || this.#ended.has(number)) continue
      const described = describedIn(path.join(this.#folder, name))
      if (described?.ended === true) this.#ended.set(number, described)
    }
  }

  get files(): number {
    return this.#ended.size
  }

  /** Samples that are said to be missing, in all files together. */
  get marked(): number {
    return [...this.#ended.values()].reduce((sum, { lostSamples }) => sum + lostSamples, 0)
  }

  /** Samples between the first and the last that are neither in a file nor said to be missing; and files that were not seen. */
  unmarked(): { readonly samples: number; readonly unseen: readonly number[] } {
    const unseen: number[] = []
    let samples = 0
    const last = Math.max(0, ...this.#ended.keys())
    for (let number = 1; number <= last; number++) {
      const [one, next] = [this.#ended.get(number), this.#ended.get(number + 1)]
      if (one === undefined) unseen.push(number)
      if (one === undefined || next === undefined) continue
      const expected = (one.rotation.firstSample ?? 0) + one.scans + one.lostSamples
      samples += Math.abs((next.rotation.firstSample ?? 0) - expected)
      samples += Math.abs(next.rotation.firstScan - one.rotation.firstScan - one.scans)
    }
    return { samples, unseen }
  }
}

/** Null: it was taken away meanwhile. */
function describedIn(file: string): Described | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  return v.parse(schema, JSON.parse(text))
}
