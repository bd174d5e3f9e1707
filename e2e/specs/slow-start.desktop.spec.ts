// An instrument that takes longer to be made than a page waits for its port: the window comes when it is there, and shows the trace.
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { endBoard, startBoard } from '../fixtures/board.ts'
import { launchDesktop } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { unforgiven } from '../fixtures/running-app.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { hindranceOf } from '../setup/lanes.ts'

/** For each of the first answers of a slow line, ms: all of them together take longer than a page waits, each is in time. */
const slowMs = 2500
const slowAnswers = 3

/** A slow line to a port of this machine. */
async function slowLine(port: number): Promise<{ readonly line: Server; readonly port: number }> {
  let answers = 0
  const line = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const one of [near, far])
      one.on('error', () => undefined).on('close', () => [near, far].map((end) => end.destroy()))
    near.pipe(far)
    far.on('data', (piece) => {
      if (answers >= slowAnswers) return void near.write(piece)
      answers++
      far.pause()
      setTimeout(() => {
        near.write(piece)
        far.resume()
      }, slowMs)
    })
  })
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  return { line, port: (line.address() as AddressInfo).port }
}

test('an instrument that is long in coming has a window with its trace, and no word of a page that waited', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const { board, port: boardPort } = await startBoard()
  const { line, port } = await slowLine(boardPort)
  try {
    const beganMs = performance.now()
    const app = await launchDesktop({ words: ['--connect', `ip:127.0.0.1:${port}`, '--device', 'gigascope-2'] })
    const scope = new ScopePage(app.page)
    await scope.waitForFrames(3)
    // Else this tests nothing.
    expect(performance.now() - beganMs).toBeGreaterThan(slowMs * slowAnswers)
    await expect(app.page.getByText(/hand over a port|connection to the instrument/i)).toHaveCount(0)
    expect(unforgiven(app)).toEqual([])
    await app.close()
  } finally {
    line.close()
    await endBoard(board)
  }
})
