// Weeks in short: nothing that the system knows of the process grows, and no sample is missing without a word.
import os from 'node:os'
import { expect, it } from 'vitest'
import { type Soaked, soak } from './soak.ts'
import { growthOf } from './trend.ts'

const minutes = Number(process.env.BLOCKSCOPE_SOAK_MINUTES ?? 100 / 60)
const rotation = { bytes: 512 * 2 ** 20, seconds: 300, totalBytes: 2 * 2 ** 30 }
/** Over the second half of the run: what a garbage collector leaves lying about, and one descriptor or thread that comes and goes. */
const flat = { memory: 0.05, descriptors: 1, threads: 1 } as const

function figuresLine({ series, chain, changes, pages, frames, recording, stats }: Soaked): string {
  const column = (key: 'memoryMiB' | 'descriptors' | 'threads' | 'diskMiB'): string => {
    const values = series.map((one) => one[key])
    const { absolute } = growthOf(series.map((one) => ({ atSeconds: one.atSeconds, value: one[key] })))
    return `${Math.round(values.at(-1)!)} (most ${Math.round(Math.max(...values))}, growth ${absolute.toFixed(1)})`
  }
  const row = recording.row!
  return [
    `soak of ${(series.at(-1)!.atSeconds / 60).toFixed(1)} min on ${os.cpus().length} cores (load ${os.loadavg()[0]!.toFixed(1)}):`,
    `memory ${column('memoryMiB')} MiB, descriptors ${column('descriptors')}, threads ${column('threads')}, disk ${column('diskMiB')} MiB;`,
    `${(recording.scans / recording.seconds / 1e6).toFixed(1)} MS/s recorded into ${row.files} files, ${row.removed} removed;`,
    `${changes} changes, ${pages} pages, ${frames} frames;`,
    `${recording.lostSamples} samples lost and marked, ${chain.unmarked().samples} unmarked, ${stats.slippedMs.toFixed(0)} ms slipped`,
  ].join(' ')
}

it.runIf(os.platform() === 'linux')(
  `${minutes.toFixed(1)} minutes at 100 MS/s into a rotated recording, with changes and pages that come and go: all is flat`,
  { timeout: minutes * 60_000 + 120_000, retry: 0 },
  async () => {
    const seen = await soak({ seconds: minutes * 60, rotation })
    process.stdout.write(`${figuresLine(seen)}\n`)
    const { series, chain, recording, changes, pages, frames, exitCode, left, said } = seen
    const growth = (key: 'memoryMiB' | 'descriptors' | 'threads'): ReturnType<typeof growthOf> =>
      growthOf(series.map((one) => ({ atSeconds: one.atSeconds, value: one[key] })))
    expect(recording, said).toMatchObject({ state: 'finished', problem: null })
    expect(chain.unmarked()).toEqual({ samples: 0, unseen: [] })
    expect(chain.files).toBe(recording.row?.files)
    expect(chain.marked).toBe(recording.lostSamples)
    expect(growth('memoryMiB').relative).toBeLessThan(flat.memory)
    expect(growth('descriptors').absolute).toBeLessThan(flat.descriptors)
    expect(growth('threads').absolute).toBeLessThan(flat.threads)
    const slack = 1
    for (const { diskMiB } of series) expect(diskMiB).toBeLessThanOrEqual(rotation.totalBytes / 2 ** 20 + slack)
    expect(left.every((name) => name.startsWith('weeks-'))).toBe(true)
    // It did run, and was disturbed.
    expect(recording.scans).toBeGreaterThan(0)
    expect(recording.row?.removed).toBeGreaterThan(0)
    expect(changes).toBeGreaterThanOrEqual(Math.floor(minutes * 6) - 2)
    expect(pages).toBeGreaterThanOrEqual(4)
    expect(frames).toBeGreaterThan(pages)
    expect(exitCode).toBe(0)
  },
)
