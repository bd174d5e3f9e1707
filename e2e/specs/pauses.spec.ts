// The program is stopped for seconds with all its processes, as by a machine that sleeps: the window says how long and what it cost.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'sampling_frequency=1000000'] })

const stoppedMs = 4000

/** Processes below a process, itself first. */
function treeOf(pid: number): readonly number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }]
    } catch {
      // It has ended.
      return []
    }
  })
  const below = (one: number): readonly number[] => [
    one,
    ...parents.filter(({ parent }) => parent === one).flatMap((child) => below(child.pid)),
  ]
  return below(pid)
}

test('a program that was stopped says for how long, what is missing, and goes on', async ({ app, scope }) => {
  test.skip(process.platform !== 'linux', 'skipped: processes are looked up in /proc')
  await scope.waitForFrames(3)
  // What is missing of the first three seconds is told apart: the count begins anew after them.
  await expect(scope.get('status-samples')).toHaveText(/(?:[4-9]|\d\d+)\.\d+\s*M\s+samples/)
  const tree = treeOf(app.pid)
  for (const pid of tree) process.kill(pid, 'SIGSTOP')
  // What is waited for is that this time passes.
  await new Promise((resolve) => setTimeout(resolve, stoppedMs))
  for (const pid of tree) process.kill(pid, 'SIGCONT')
  await expect(scope.get('problems')).toContainText(
    /The program was stopped, .* for \d+\.\d+ s at \d\d:\d\d:\d\d: \d+\.\d+ MSa are missing\./,
  )
  // The account does not claim what is not so.
  await expect(scope.get('status-gapfree')).toContainText(/gaps? since/)
  await expect(scope.get('status-gapfree')).not.toContainText('gap-free')
  await scope.waitForFrames(3)
})
