// A home on a dead network drive: the program starts without it, and goes on without it. Each time a sentence on the screen says so.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { launchDesktop } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import { DeadDrive, hindranceToDeadDrive, programBeside } from '../kills/dead-drive.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { findElectron, hindranceOf } from '../setup/lanes.ts'

test.beforeEach(({ lane }, info) => {
  const hindrance = hindranceOf(lane) ?? hindranceToDeadDrive()
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
})

const words = [
  '--no-sandbox',
  path.join(import.meta.dirname, '..', '..'),
  '--set',
  'sampling_frequency=1000000',
  '--memory',
  '256MiB',
]

async function startAt(scratch: string, isDead: boolean) {
  const home = path.join(scratch, 'home')
  mkdirSync(home)
  const program = programBeside(scratch, path.join(findElectron() ?? '', 'electron'), home, isDead)
  const app = await launchDesktop({
    program,
    words,
    home,
    env: { HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') },
  })
  return { home, app, scope: new ScopePage(app.page) }
}

test('a start with a home that does not answer takes seconds, shows the trace, and says what is not kept', async () => {
  const scratch = scratchFolder('dead-home')
  const { app, scope } = await startAt(scratch, true)
  try {
    await scope.waitForFrames(3)
    const told = scope.get('problems')
    await expect(told).toContainText(
      /The disk of \S*blockscope has not answered for 3 s: nothing of the settings is read or kept\./,
    )
    await expect(told).toContainText(
      /The disk of \S*blockscope has not answered for 3 s: nothing is kept in it, and this run goes on without\./,
    )
    await scope.waitForFrames(3)
  } finally {
    await app.close()
    rmSync(scratch, { recursive: true })
  }
})

test('a home that dies while the program runs holds up neither the capture nor the screen, and the log goes on when it answers', async () => {
  const scratch = scratchFolder('dead-home')
  const { home, app, scope } = await startAt(scratch, false)
  const log = path.join(home, '.config', 'blockscope', 'logs', 'blockscope.log')
  const stops = (): number => readFileSync(log, 'utf8').match(/capture: stopped/g)?.length ?? 0
  try {
    await scope.waitForFrames(3)
    await expect.poll(() => readFileSync(log, 'utf8')).toContain('capture: running')
    const before = stops()
    const drive = await DeadDrive.over(home, app.pid)
    // Each is a line of the log.
    await scope.get('run').click()
    await scope.get('run').click()
    const told = scope.get('problems')
    await expect(told).toContainText(/The disk of \S*logs has not answered for 3 s: the log is kept in memory\./)
    await scope.enter('source_amplitude-voltage0', '250 mV')
    await expect(told).toContainText('Settings are not kept: The disk has not answered for')
    await scope.waitForFrames(3)
    expect(stops()).toBe(before)
    await drive.answer()
    await scope.get('run').click()
    await expect.poll(stops).toBeGreaterThan(before)
  } finally {
    await app.close()
    rmSync(scratch, { recursive: true })
  }
})
