// The menu of the desktop app: each entry does what it says, once.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures/lane.ts'
import type { RunningApp } from '../fixtures/running-app.ts'
import { scratchFolder } from '../fixtures/scratch.ts'

const root = scratchFolder('menu')
const recordings = path.join(root, 'recordings')
const wave = path.join(root, 'wave.csv')
writeFileSync(wave, '0\n0.5\n0\n-0.5\n')

test.use({ words: ['--set', 'sampling_frequency=1000000', '--set', 'blockCount=800', '--recordings', recordings] })

type Electron = NonNullable<RunningApp['electron']>

function mainOf(app: RunningApp): Electron {
  if (app.electron === null) throw new Error('this spec is about the desktop lane')
  return app.electron
}

interface Entry {
  readonly menu: string
  readonly label: string
  readonly accelerator: string
}

/** The entries that can be seen now, without separators and the developer's. */
function entries(electron: Electron): Promise<Entry[]> {
  return electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap(({ label: menu, submenu }) =>
      (submenu?.items ?? [])
        .filter(({ type, visible, role }) => type !== 'separator' && visible && String(role) !== 'toggledevtools')
        .map(({ label, accelerator }) => ({ menu, label, accelerator: String(accelerator ?? '') })),
    ),
  )
}

/** Chooses an entry as a person does: of the window, with its page. */
function choose(electron: Electron, label: string): Promise<void> {
  return electron.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const items = (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) => submenu?.items ?? [])
    const item = items.find((one) => one.visible && one.label.replace('&', '') === wanted)
    const [window] = BrowserWindow.getAllWindows()
    if (item === undefined || window === undefined) throw new Error(`there is no entry ${wanted}`)
    item.click({}, window, window.webContents)
  }, label)
}

async function standIn(electron: Electron): Promise<void> {
  await electron.evaluate(({ dialog, shell }, file) => {
    const calls: string[] = []
    Object.assign(globalThis, { outside: calls })
    Object.assign(dialog, {
      showOpenDialog: () => {
        calls.push('dialog')
        return Promise.resolve({ canceled: false, filePaths: [file] })
      },
    })
    shell.openExternal = async (url: string) => void calls.push(url)
  }, wave)
}

const outside = (electron: Electron): Promise<string[]> =>
  electron.evaluate(() => (globalThis as unknown as { outside: string[] }).outside)

test('File opens, records and quits; Help leads to the guide and to the keys', async ({ app, scope }) => {
  const electron = mainOf(app)
  await standIn(electron)
  await scope.waitForFrames(1)
  const shown = (await entries(electron)).map(({ menu, label, accelerator }) =>
    [menu.replace('&', ''), label.replace('&', ''), accelerator].join(' | '),
  )
  expect(shown.filter((line) => line.startsWith('File'))).toEqual([
    'File | Open… | CmdOrCtrl+O',
    'File | Save session… | CmdOrCtrl+S',
    'File | Record | R',
    expect.stringMatching(/^File \| (Quit|Exit).* \| Ctrl\+Q$/),
  ])
  expect(shown.filter((line) => line.startsWith('Help'))).toEqual([
    'Help | Guide | F1',
    'Help | Keys and gestures | ?',
    'Help | Copy diagnostics | CmdOrCtrl+Shift+D',
    'Help | Check for updates… | Shift+U',
    'Help | Linux IIO documentation | ',
  ])

  await choose(electron, 'Guide')
  await expect(scope.get('guide-page')).toContainText('First trace in a minute')
  await app.page.keyboard.press('Escape')
  await expect(scope.get('guide')).toBeHidden()

  await choose(electron, 'Keys and gestures')
  await expect(scope.get('help-overlay')).toBeVisible()
  await expect(scope.get('help-overlay')).toContainText('Ctrl + O')
  await app.page.keyboard.press('Escape')
  await expect(scope.get('help-overlay')).toBeHidden()

  await choose(electron, 'Open…')
  await expect(scope.get('source-file-voltage0')).toHaveValue('wave.csv')

  await choose(electron, 'Record')
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'true')
  await expect
    .poll(() => entries(electron))
    .toContainEqual({ menu: '&File', label: 'Stop &recording', accelerator: 'R' })
  await choose(electron, 'Stop recording')
  await expect(scope.get('problems')).toContainText('recorded')
  await expect.poll(() => entries(electron)).toContainEqual({ menu: '&File', label: '&Record', accelerator: 'R' })

  await choose(electron, 'Linux IIO documentation')
  await expect.poll(() => outside(electron)).toEqual(['dialog', 'https://docs.kernel.org/driver-api/iio/index.html'])
})

const recorded = (): string[] =>
  existsSync(recordings) ? readdirSync(recordings).filter((name) => name.endsWith('.raw')) : []

test('a key that the menu shows is heard once', async ({ app, scope }) => {
  const electron = mainOf(app)
  await standIn(electron)
  await scope.waitForFrames(1)
  const before = recorded().length
  // Keys as the system gives them, which menus hear too.
  const press = (keyCode: string, modifiers: ('control' | 'shift')[] = []): Promise<void> =>
    electron.evaluate(
      ({ BrowserWindow }, key) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        for (const type of ['keyDown', 'char', 'keyUp'] as const) contents?.sendInputEvent({ type, ...key })
      },
      { keyCode, modifiers },
    )
  await press('o', ['control'])
  await expect(scope.get('source-file-voltage0')).toHaveValue('wave.csv')
  await press('r')
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'true')
  await press('r')
  await expect(scope.get('problems')).toContainText('recorded')
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'false')
  // A letter that is typed is a letter.
  await scope.get('record-options').click()
  await scope.get('recording-name').press('r')
  await expect(scope.get('recording-name')).toHaveValue('r')
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'false')
  expect(await outside(electron)).toEqual(['dialog'])
  expect(recorded()).toHaveLength(before + 1)
})

test('the view is zoomed and reloaded', async ({ app, scope }) => {
  const electron = mainOf(app)
  await scope.waitForFrames(1)
  const zoom = (): Promise<number> =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel() ?? Number.NaN)
  await choose(electron, 'Zoom In')
  await expect.poll(zoom).toBeGreaterThan(0)
  await choose(electron, 'Actual Size')
  await expect.poll(zoom).toBe(0)
  await choose(electron, 'Zoom Out')
  await expect.poll(zoom).toBeLessThan(0)
  await choose(electron, 'Actual Size')
  const reloaded = app.page.waitForEvent('load')
  await choose(electron, 'Reload')
  await reloaded
  await expect.poll(() => scope.frames()).toBeGreaterThan(1)
})

test('Quit ends the program', async ({ app, scope }) => {
  await scope.waitForFrames(1)
  const electron = mainOf(app)
  const quit = (await entries(electron)).find(({ accelerator }) => accelerator === 'Ctrl+Q')?.label ?? ''
  await choose(electron, quit.replace('&', '')).catch(() => undefined)
  expect(await app.exited).toBe(0)
})
