// The desktop app as `npm start` starts it, behind a launcher: what reaches the launcher reaches the app, and neither
// stays behind.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { desktopEnvironment, freshHome, root } from '../fixtures/desktop.ts'
import { test as base, expect } from '../fixtures/lane.ts'
import { pidOf } from '../fixtures/running-app.ts'
import { hindranceOf } from '../setup/lanes.ts'

interface Launched {
  readonly child: ChildProcess
  /** Exit code or signal, and what was complained, when the launcher and everything below it have ended. */
  readonly ended: Promise<{ code: number | string; complaints: string }>
}

/** Everything the system runs as a group of this id: the launcher, Electron, its helpers. Zombies do not count. */
function running(group: number): readonly string[] {
  const lines = execFileSync('ps', ['-eo', 'pgid=,stat=,args=']).toString().split('\n')
  return lines.filter((line) => Number(line.trim().split(/\s+/)[0]) === group && !/^\s*\d+\s+Z/.test(line))
}

const test = base.extend<{ launch: (...words: string[]) => Promise<Launched> }>({
  launch: async ({ lane }, use, info) => {
    const hindrance = hindranceOf(lane)
    info.skip(hindrance !== null, `skipped: ${hindrance}`)
    const home = freshHome()
    const groups: number[] = []
    await use(async (...words) => {
      const start = path.join(root, 'dist', 'main', 'start.js')
      // A group of its own, as a shell makes one.
      const child = spawn(process.execPath, [start, '--front', 'electron', ...words], {
        cwd: root,
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: desktopEnvironment(home),
      })
      const group = pidOf(child)
      groups.push(group)
      let complaints = ''
      child.stderr?.on('data', (text: Buffer) => {
        complaints += text.toString()
      })
      const ended = new Promise<{ code: number | string; complaints: string }>((resolve) =>
        child.once('close', (code, signal) => resolve({ code: code ?? signal ?? '', complaints })),
      )
      // The window has a process of its own once there is one.
      await expect.poll(() => running(group).some((line) => line.includes('--type=renderer'))).toBe(true)
      return { child, ended }
    })
    for (const group of groups) if (running(group).length > 0) process.kill(-group, 'SIGKILL')
    rmSync(home, { recursive: true, force: true })
  },
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  test(`${signal} to the launcher ends the app in order`, async ({ launch }) => {
    const { child, ended } = await launch()
    child.kill(signal)
    const { code, complaints } = await ended
    // Whether the capture had begun is the machine's to say.
    expect([0, 128 + { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }[signal]]).toContain(code)
    expect(complaints).not.toMatch(/\n\s+at |did not close|did not answer|cannot open/)
    // The system takes the last one down a moment after its last word.
    await expect.poll(() => running(pidOf(child))).toEqual([])
  })

test('Ctrl+C, which reaches the launcher and the app at once, ends them in order', async ({ launch }) => {
  const { child, ended } = await launch()
  process.kill(-pidOf(child), 'SIGINT')
  const { code, complaints } = await ended
  expect([0, 130]).toContain(code)
  expect(complaints).not.toMatch(/\n\s+at |did not close|did not answer|came again/)
  // The system takes the last one down a moment after its last word.
  await expect.poll(() => running(pidOf(child))).toEqual([])
})

test('the app ends when its launcher is killed', async ({ launch }) => {
  const { child, ended } = await launch()
  child.kill('SIGKILL')
  expect((await ended).code).toBe('SIGKILL')
  await expect.poll(() => running(pidOf(child))).toEqual([])
})

test('the app runs for 600 h when told so', async ({ launch }) => {
  const { child, ended } = await launch('--for', '600h')
  child.kill('SIGTERM')
  expect([0, 143]).toContain((await ended).code)
})
