// The window at the machine itself: it says who is in control, gives control, and takes it back; and the window of a kiosk.
import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import { clientPort } from '#main/server/client-port.ts'
import { connectInstrument, type InstrumentClient } from '#shared/contract/rpc.ts'
import { launchDesktop } from '../fixtures/desktop.ts'
import { type LabWords, prepareLabWords } from '../fixtures/lab.ts'
import { expect, test } from '../fixtures/lane.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { hindranceOf } from '../setup/lanes.ts'

async function comeAs(lab: LabWords, token: string): Promise<InstrumentClient> {
  const socket = new WebSocket(`${lab.address(token).replace('https', 'wss')}port`, { ca: readFileSync(lab.cert) })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return connectInstrument(clientPort(socket), { client: 'elsewhere' })
}

test('the window shows who is in control, and takes it back', async ({ lane }, info) => {
  const hindrance = hindranceOf(lane)
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
  const lab = await prepareLabWords()
  const app = await launchDesktop({ words: ['--set', 'sampling_frequency=1000000', ...lab.words] })
  try {
    const scope = new ScopePage(app.page)
    await expect(scope.get('control-holder')).toHaveText('This machine is in control')
    const ann = await comeAs(lab, lab.ann)
    expect(await ann.calls.askControl()).toBe(false)
    await expect(scope.get('control-asks')).toHaveText('ann asks for control')
    await scope.get('control-give').click()
    await expect(scope.get('control-holder')).toHaveText('ann is in control')
    await ann.calls.stop()
    await expect(scope.get('state-word')).toHaveText('Stop')
    await expect(scope.get('run')).toBeDisabled()
    await scope.page.keyboard.press('Shift+O')
    await expect(scope.get('control-holder')).toHaveText('This machine is in control')
    await expect(ann.calls.run()).rejects.toThrow('run is refused: the machine itself is in control.')
    ann.dispose()
  } finally {
    await app.close()
    lab.remove()
  }
})

test('the window of a kiosk fills the screen, has no menu, and is left by its chord alone', async ({ lane }, info) => {
  const hindrance = hindranceOf(lane)
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
  const app = await launchDesktop({ words: ['--kiosk', '--set', 'sampling_frequency=1000000'] })
  try {
    const scope = new ScopePage(app.page)
    await scope.waitForFrames(2)
    const look = () =>
      app.electron?.evaluate(({ BrowserWindow, Menu }) => ({
        windows: BrowserWindow.getAllWindows().map((window) => window.isKiosk()),
        hasMenu: Menu.getApplicationMenu() !== null,
      }))
    expect(await look()).toEqual({ windows: [true], hasMenu: false })
    // Keys of Playwright go to the page alone; these pass the window, as those of a hand do.
    const press = (keyCode: string, modifiers: ('control' | 'alt' | 'shift')[]) =>
      app.electron?.evaluate(
        ({ BrowserWindow }, key) =>
          BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', ...key }),
        { keyCode, modifiers },
      )
    await app.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await press('F11', [])
    await press('Q', ['control'])
    await scope.waitForFrames(2)
    expect(await look()).toEqual({ windows: [true], hasMenu: false })
    // The program may be gone before it has answered.
    const pressed = press('Q', ['control', 'alt', 'shift'])?.catch(() => undefined)
    await pressed
    let code: number | null = -1
    void app.exited.then((ended) => {
      code = ended
    })
    await expect.poll(() => code, { message: 'the exit code' }).toBe(0)
  } finally {
    await app.close()
  }
})
