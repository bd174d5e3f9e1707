// The device of another machine on the screen: here another Blockscope that serves it, as a board with iiod does.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { root } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'

type Board = ChildProcessByStdio<null, null, Readable>

/** A board that makes a square of 1 kHz; resolves with its port when it serves. */
async function startBoard(port = 0): Promise<{ board: Board; port: number }> {
  const words = ['--headless', '--iiod', String(port), '--json', '--for', '10min', '--memory', '128MiB']
  const signal = ['sampling_frequency=100000', 'voltage0/source=square', 'voltage0/source_frequency=1000']
  const board = spawn(
    process.execPath,
    [path.join(root, 'dist', 'main', 'start.js'), ...words, ...signal.flatMap((one) => ['--set', one])],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  const serves = new Promise<number>((resolve, reject) => {
    board.stderr.on('data', (piece: Buffer) => {
      said += piece.toString()
      const found = /ip:127\.0\.0\.1:(\d+)/.exec(said)?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    board.once('exit', (code) => reject(new Error(`the board ended with ${code} and said: ${said}`)))
  })
  return { board, port: await serves }
}

async function end(board: Board): Promise<void> {
  if (board.exitCode !== null || board.signalCode !== null) return
  const gone = new Promise((resolve) => board.once('exit', resolve))
  board.kill('SIGKILL')
  await gone
}

test('another machine is added by its address and shows its trace; a lost connection is told, and comes back', async ({
  scope,
}) => {
  let { board, port } = await startBoard()
  try {
    await scope.waitForFrames(2)
    await scope.page.keyboard.press('Control+i')
    await scope.page.keyboard.type('127.0.0.1:1')
    await scope.page.keyboard.press('Enter')
    await expect(scope.get('device-tree').getByRole('alert')).toContainText('Nothing listens at 127.0.0.1:1')
    await scope.get('add-device-address').fill(`127.0.0.1:${port}`)
    await scope.get('add-device').click()
    await scope.get('capture-gigascope-2').click()
    await expect(scope.get('capture-gigascope-2'), 'it is captured').toHaveCount(0)
    await scope.enter('time-per-div-field', '1 ms')
    await expect.poll(async () => (await scope.columns()).length, { message: 'a trace' }).toBeGreaterThan(100)
    await end(board)
    await expect(scope.get('problems')).toContainText(/ended the connection|broke/)
    await expect(scope.get('state-word')).toHaveText(/fault/i)
    // What was captured stays, in the grey of what does not move.
    await expect(scope.get('record-in-view')).toContainText('10.0 ms')
    await expect(scope.get('memory')).toContainText(/\d (ms|s)/)
    ;({ board, port } = await startBoard(port))
    await expect(scope.get('state-word'), 'it is captured again').not.toHaveText(/fault|stop/i, { timeout: 30_000 })
    await expect.poll(async () => (await scope.columns()).length, { message: 'its trace' }).toBeGreaterThan(100)
  } finally {
    await end(board)
  }
})
