// The page is lost in every way there is, and really: its process is killed, it hangs, it shows something else, the process
// that draws is killed. Each time it comes back, and what is captured and recorded goes on.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { desktopEnvironment, freshHome, root } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { forgive } from '../fixtures/running-app.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import { answerDialogs, answerOf, comesBack, dialogs, mainOf, pageOf } from '../pages/any-page.ts'
import { findElectron, hindranceOf } from '../setup/lanes.ts'

/** What the console has to say about processes that end. */
const crash = /crash|Target|WebGL|GPU|context/i

/** Recordings without a name go there. */
const recordings = path.join(os.homedir(), 'Blockscope')
const descriptions = (): string[] => {
  try {
    return readdirSync(recordings).filter((name) => name.endsWith('.raw.json'))
  } catch {
    return []
  }
}

test.use({ words: ['--set', 'sampling_frequency=1000000'] })

test('a page whose process is killed comes back each time, and a recording goes on', async ({ app, scope }) => {
  test.setTimeout(180_000)
  forgive(app, crash)
  await answerDialogs(app, 0)
  await scope.waitForFrames(1)
  const before = descriptions()
  await app.page.getByTestId('record').click()
  await expect.poll(() => app.page.getByTestId('record').getAttribute('aria-pressed')).toBe('true')
  for (let time = 0; time < 6; time++) {
    const { pid } = await pageOf(app)
    process.kill(pid, 'SIGKILL')
    await comesBack(app, pid)
  }
  expect((await pageOf(app)).url).toMatch(/^app:\/\/blockscope\/index\.html/)
  // It kept ending: that was told, once at least, and what it was.
  expect((await dialogs(app)).join()).toMatch(/The page keeps ending: It ended \d times in a row, .*killed/)
  // The recording is the same one still. The page of now ends it.
  const [made = ''] = descriptions().filter((name) => !before.includes(name))
  const button = `document.querySelector('[data-testid="record"]')`
  expect(await answerOf(app, `${button}?.getAttribute('aria-pressed')`)).toBe('true')
  await answerOf(app, `${button}.click()`)
  const file = path.join(recordings, made)
  const told = (): { complete: boolean | null; scans: number; bytes: number } => JSON.parse(readFileSync(file, 'utf8'))
  await expect.poll(() => told().complete).toBe(true)
  const { scans, bytes } = told()
  expect([bytes, statSync(file.replace(/\.json$/, '')).size]).toEqual([2 * scans, 2 * scans])
  // Killed six times, it took seconds.
  expect(scans).toBeGreaterThan(1_000_000)
  rmSync(file)
  rmSync(file.replace(/\.json$/, ''))
})

test('a page that crashes comes back', async ({ app, scope }) => {
  forgive(app, crash)
  await scope.waitForFrames(1)
  const { pid } = await pageOf(app)
  await mainOf(app).evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  await comesBack(app, pid)
})

test('an empty page, or another path of ours, is left at once', async ({ app, scope }) => {
  await scope.waitForFrames(1)
  for (const way of ['href', 'replace', 'path'] as const) {
    // Asked in the page of before, which leaves a mark so that it is not taken for the one that comes.
    await app.page.evaluate((asked) => {
      document.body.dataset.mark = 'old'
      setTimeout(() => {
        if (asked === 'href') location.href = 'about:blank'
        else if (asked === 'replace') location.replace('about:blank#x')
        else history.pushState({}, '', '/other')
      })
    }, way)
    const isNew = (): Promise<boolean> =>
      app.page
        .evaluate(() => location.href.startsWith('app://blockscope/index.html') && document.body.dataset.mark !== 'old')
        .catch(() => false)
    await expect.poll(isNew, { message: way }).toBe(true)
    await scope.waitForFrames(1)
  }
})

test('the program outlives the process that draws, however often it ends', async ({ app, scope }) => {
  test.setTimeout(180_000)
  forgive(app, crash)
  await scope.waitForFrames(1)
  const drawing = (): Promise<number> =>
    mainOf(app).evaluate(({ app: main }) => main.getAppMetrics().find(({ type }) => type === 'GPU')?.pid ?? 0)
  let last = 0
  // Chromium gives up after three, unless it is told not to.
  for (let time = 0; time < 8; time++) {
    await expect.poll(async () => [0, last].includes(await drawing())).toBe(false)
    last = await drawing()
    process.kill(last, 'SIGKILL')
  }
  await scope.waitForFrames(2)
})

test('a page that hangs is loaded again when the user wants it', async ({ lane }, info) => {
  test.setTimeout(180_000)
  const hindrance = hindranceOf(lane)
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
  // Chromium does not notice while a debugger looks on, and the other tests are one. So the program runs without, below a
  // script that lets its page hang and answers the dialog.
  const folder = scratchFolder('hang')
  writeFileSync(path.join(folder, 'package.json'), '{"name":"blockscope","type":"module","main":"main.js"}')
  writeFileSync(
    path.join(folder, 'main.js'),
    `import { app, dialog } from 'electron'
     import ${JSON.stringify(pathToFileURL(path.join(root, 'dist/main/electron.js')).href)}
     dialog.showMessageBox = async (window, { message }) => {
       console.log('asked: ' + message)
       return { response: 1 }
     }
     app.on('web-contents-created', (event, contents) => {
       let loads = 0
       contents.on('did-finish-load', () => {
         console.log('loaded ' + ++loads)
         if (loads > 1) return app.quit()
         contents.executeJavaScript('for (;;);').catch(() => undefined)
         // Chromium notices by what the page does not react to.
         setInterval(() => loads === 1 && contents.sendInputEvent({ type: 'keyDown', keyCode: 'A' }), 500)
       })
     })`,
  )
  const home = freshHome()
  const words = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), folder, '--set', 'sampling_frequency=1000000']
  const child = spawn(path.join(findElectron() ?? '', 'electron'), words, { env: desktopEnvironment(home) })
  let said = ''
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString()
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  rmSync(folder, { recursive: true })
  rmSync(home, { recursive: true, force: true })
  expect([said, code]).toEqual(['loaded 1\nasked: The page does not answer\nloaded 2\n', 0])
})
