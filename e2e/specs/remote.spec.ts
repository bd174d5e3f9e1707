// The device of another machine on the screen: here another Blockscope that serves it, as a board with iiod does.
import { endBoard, startBoard } from '../fixtures/board.ts'
import { expect, test } from '../fixtures/lane.ts'

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
    await endBoard(board)
    await expect(scope.get('problems')).toContainText(/ended the connection|broke/)
    await expect(scope.get('state-word')).toHaveText(/fault/i)
    // What was captured stays, in the grey of what does not move.
    await expect(scope.get('record-in-view')).toContainText('10.0 ms')
    await expect(scope.get('memory')).toContainText(/\d (ms|s)/)
    ;({ board, port } = await startBoard(port))
    await expect(scope.get('state-word'), 'it is captured again').not.toHaveText(/fault|stop/i, { timeout: 30_000 })
    await expect.poll(async () => (await scope.columns()).length, { message: 'its trace' }).toBeGreaterThan(100)
  } finally {
    await endBoard(board)
  }
})
