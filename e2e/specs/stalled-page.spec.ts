// A page that hangs must cost the capture nothing: no sample, no memory.
import { readFileSync } from 'node:fs'
import { expect, test } from '../fixtures/lane.ts'

// Little memory, so that it is full soon.
test.use({
  words: [
    ...['--memory', '512MiB', '--set', 'sampling_frequency=20000000'],
    ...['--set', 'blockBytes=1MiB', '--set', 'blockCount=128'],
  ],
})

const stallMs = 10_000
/** Noise of the allocator and of garbage not yet collected. */
const allowedGrowth = 1.05

/** Resident memory of a process, MiB. */
function residentMiB(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1]) / 1024
}

test('a page that draws nothing for 10 s loses no sample and no memory, and recovers', async ({ app, scope }) => {
  test.skip(process.platform !== 'linux', 'skipped: memory is read from /proc')
  await scope.waitForFrames(3)
  // Memory grows until the record to look back on is full; that is no leak.
  let before = 0
  await expect
    .poll(
      () => {
        const last = before
        before = residentMiB(app.pid)
        return before / last
      },
      { message: 'memory settles', intervals: [2000] },
    )
    .toBeLessThan(1.01)
  await app.page.evaluate((ms) => {
    const end = performance.now() + ms
    while (performance.now() < end);
  }, stallMs)
  await scope.waitForFrames(5)
  await scope.expectNothingLost()
  expect(residentMiB(app.pid)).toBeLessThan(before * allowedGrowth)
})
