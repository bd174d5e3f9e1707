// A disk that stops answering while it is recorded to: the screen says so for as long as it does, and the trace goes on.
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures/lane.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import { HangingDisk, hangingDiskModule } from '../kills/hanging-disk.ts'
import { describedIn } from '../kills/verdict.ts'

const disk = new HangingDisk(path.join(scratchFolder('silent'), 'disk'))
// The program has it from its environment, which is that of the tests.
Object.assign(process.env, disk.env)

test.use({
  words: ['--set', 'sampling_frequency=1000000', '--set', 'blockCount=800', '--recordings', disk.folder],
  first: hangingDiskModule,
})
test.afterEach(() => disk.answer())

const newest = (): string => {
  const files = readdirSync(disk.folder).filter((name) => name.endsWith('.raw'))
  return path.join(disk.folder, files.toSorted().at(-1) ?? '')
}

test.beforeEach(async ({ scope }) => {
  await scope.waitForFrames(1)
  await scope.get('record').click()
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => statSync(newest()).size).toBeGreaterThan(100_000)
  disk.hang()
  await expect(scope.get('record')).toContainText(/disk silent for \d+ s/)
})

test('a disk that stops answering is told on the record button, the trace goes on, and so does the recording when it answers', async ({
  scope,
}) => {
  await scope.waitForFrames(3)
  await expect(scope.get('record')).toContainText(/disk silent for \d+ s/)
  disk.answer()
  await expect(scope.get('record')).not.toContainText('disk silent')
  await scope.get('record').click()
  await expect(scope.get('problems')).toContainText(/recorded .* lost, /)
  expect(describedIn(newest())).toMatchObject({ ended: true, complete: true, problem: null })
})

test('a recording that is ended meanwhile is given up with a sentence, and the trace goes on', async ({ scope }) => {
  await scope.get('record').click()
  await expect(scope.get('problems')).toContainText(
    /The recording ended early: The disk has not answered for \d+ s; what it had not taken by then is given up/,
  )
  await scope.waitForFrames(3)
})
