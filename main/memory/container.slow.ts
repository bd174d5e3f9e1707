// The whole program in a container of 600 MiB, as the system really limits it. Needs the right to make a control group;
// without it memory-limit.test.ts is all there is.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { builtFile } from '#main/runtime/worker-file.ts'

const run = promisify(execFile)
const limitBytes = 600 * 2 ** 20

/** A group of either version whose members may use so much, and the file its members are written to; null: not allowed. */
function makeGroup(): { folder: string; peakFile: string } | null {
  for (const [parent, limit, peak] of [
    ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes', 'memory.max_usage_in_bytes'],
    ['/sys/fs/cgroup', 'memory.max', 'memory.peak'],
  ] as const) {
    const folder = path.join(parent, `blockscope-test-${process.pid}`)
    try {
      mkdirSync(folder)
    } catch {
      continue
    }
    if (existsSync(path.join(folder, limit))) {
      writeFileSync(path.join(folder, limit), String(limitBytes))
      return { folder, peakFile: path.join(folder, peak) }
    }
    rmdirSync(folder)
  }
  return null
}

const group = makeGroup()
afterAll(() => {
  if (group !== null) rmdirSync(group.folder)
})

describe.runIf(group !== null)('in a container of 600 MiB', () => {
  const { folder = '', peakFile = '' } = group ?? {}
  const inside = (words: string): Promise<{ stdout: string; stderr: string }> =>
    run('sh', [
      '-c',
      `echo $$ > ${folder}/cgroup.procs; exec "${process.execPath}" "${builtFile('start.js').pathname}" ${words}`,
    ])

  it.each(['--headless', '--front browser'])('the program lives at 100 MS/s with its defaults (%s)', async (front) => {
    const { stderr } = await inside(`${front} --for 12s --set sampling_frequency=100000000`)
    expect(stderr).toBe('')
    // Its share is full after a few seconds. Half of it is left for what a container holds beside the program.
    if (existsSync(peakFile)) expect(Number(readFileSync(peakFile, 'utf8'))).toBeLessThan(limitBytes / 2)
  })

  it('says that more was asked for than there is, and goes on', async () => {
    const { stderr } = await inside('--headless --for 1s --memory 2GiB --set sampling_frequency=1000000')
    expect(stderr).toMatch(/^blockscope: 2 GiB for samples, .* the 600 MiB that this container may use; .*\n$/)
  })
})
