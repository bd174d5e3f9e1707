// What the desktop app promises about its window, tried on the running program.
import type { WebPreferences } from 'electron'
import { expect, test } from '../fixtures/lane.ts'
import { forgive, type RunningApp } from '../fixtures/running-app.ts'

test.use({ words: ['--set', 'sampling_frequency=1000000'] })

type Electron = NonNullable<RunningApp['electron']>

function mainOf(app: RunningApp): Electron {
  if (app.electron === null) throw new Error('this spec is about the desktop lane')
  return app.electron
}

test('the page is sandboxed, isolated and without Node', async ({ app }) => {
  const preferences = await mainOf(app).evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): WebPreferences
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  })
  const names = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'blockscope']
  expect(await app.page.evaluate((wanted) => wanted.filter((name) => name in window), names)).toEqual([])
})

test('the page has an origin of its own and is cross-origin isolated', async ({ app }) => {
  expect(app.page.url()).toMatch(/^app:\/\/blockscope\/index\.html/)
  expect(await app.page.evaluate(() => [location.origin, crossOriginIsolated])).toEqual(['app://blockscope', true])
})

test('only files of the page are served', async ({ app }) => {
  const status = (path: string): Promise<number> =>
    app.page.evaluate(async (address) => (await fetch(address)).status, path)
  expect(await status('/index.html')).toBe(200)
  for (const path of [
    '/../main/electron.js',
    '/%2e%2e/main/electron.js',
    '/..%2fmain%2felectron.js',
    '/assets',
    '/nothing.js',
  ])
    expect(await status(path), path).toBe(404)
  expect(await app.page.evaluate(async () => (await fetch('/index.html', { method: 'POST' })).status)).toBe(405)
  forgive(app, /Failed to load resource/)
})

test('every answer carries the content policy', async ({ app }) => {
  const headers = await app.page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers))
  const policy = headers['content-security-policy'] ?? ''
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
  ])
    expect(policy).toContain(part)
  expect(policy).not.toMatch(/unsafe/)
})

test('inline script, eval, frames and strangers are refused by the policy', async ({ app }) => {
  const refused = await app.page.evaluate(async () => {
    const seen = new Set<string>()
    const enough = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        seen.add(event.effectiveDirective)
        if (seen.size === 4) resolve()
      })
    })
    const script = document.createElement('script')
    script.textContent = 'window.hacked = true'
    document.head.append(script)
    const frame = document.createElement('iframe')
    frame.src = 'https://example.com/'
    document.body.append(frame)
    // Later, because code that a debugger runs may call eval whatever the policy says.
    const evaluated = await new Promise<unknown>((resolve) => {
      setTimeout(() => {
        try {
          resolve(new Function('return 1')())
        } catch {
          resolve('refused')
        }
      })
    })
    const fetched = await fetch('https://example.com/').catch(() => 'refused')
    await enough
    frame.remove()
    return { seen: [...seen].sort(), evaluated, fetched, hacked: 'hacked' in window }
  })
  expect(refused).toEqual({
    seen: ['connect-src', 'frame-src', 'script-src', 'script-src-elem'],
    evaluated: 'refused',
    fetched: 'refused',
    hacked: false,
  })
  expect(forgive(app, /content security policy|example\.com/i)).not.toEqual([])
})

test('the window stays on its page', async ({ app }) => {
  const url = app.page.url()
  for (const target of [
    'https://example.com/',
    'file:///etc/passwd',
    'app://blockscope/other.html',
    'data:text/html,x',
  ])
    await app.page.evaluate((address) => {
      const link = document.createElement('a')
      link.href = address
      link.click()
    }, target)
  // The page answers, so it is still there; a navigation would have replaced its world.
  expect(await app.page.evaluate(() => location.href)).toBe(url)
  expect(app.page.url()).toBe(url)
  forgive(app, /not allowed to (load|navigate)/i)
})

test('no window opens; a link on the list goes to the browser of the user, others nowhere', async ({ app }) => {
  const electron = mainOf(app)
  await electron.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { openedOutside: opened })
    shell.openExternal = async (url: string) => void opened.push(url)
  })
  const urls = ['https://docs.kernel.org/driver-api/iio/index.html', 'https://example.com/', 'file:///etc/passwd']
  const handles = await app.page.evaluate((all) => all.map((url) => window.open(url) === null), urls)
  expect(handles).toEqual([true, true, true])
  const state = await electron.evaluate(({ BrowserWindow }) => ({
    windows: BrowserWindow.getAllWindows().length,
    opened: (globalThis as unknown as { openedOutside: string[] }).openedOutside,
  }))
  expect(state).toEqual({ windows: 1, opened: ['https://docs.kernel.org/driver-api/iio/index.html'] })
  forgive(app, /not allowed to load/i)
})

test('permissions and devices are denied', async ({ app }) => {
  const answers = await app.page.evaluate(async () => {
    const state = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'refused',
    )
    const screen = await navigator.mediaDevices.getDisplayMedia().then(
      () => 'granted',
      () => 'refused',
    )
    return {
      notifications: await Notification.requestPermission(),
      geolocation: await state('geolocation'),
      midi: await state('midi'),
      media,
      screen,
    }
  })
  expect(answers).toEqual({
    notifications: 'denied',
    geolocation: 'denied',
    midi: 'denied',
    media: 'refused',
    screen: 'refused',
  })
  forgive(app, /permissions policy/i)
})

test('main hears one channel only, and no requests', async ({ app }) => {
  const channels = await mainOf(app).evaluate(({ ipcMain }) => ipcMain.eventNames().map(String))
  // Electron listens to `error` itself, so that a message of that name does not throw.
  expect(channels.filter((name) => name !== 'error')).toEqual(['blockscope:port'])
})

test('a port comes only for a well-formed request of the page itself', async ({ app }) => {
  const got = await app.page.evaluate(async () => {
    const replies: unknown[] = []
    window.addEventListener('message', (event) => {
      if (event.ports.length > 0) replies.push((event.data as { nonce: string }).nonce)
    })
    const ask = (data: unknown): void => window.postMessage(data, location.origin)
    ask({ type: 'blockscope:port-request', nonce: 'short' })
    ask({ type: 'blockscope:port-request' })
    ask('blockscope:port-request')
    const nonce = 'ab'.repeat(16)
    ask({ type: 'blockscope:port-request', nonce })
    while (!replies.includes(nonce)) await new Promise((resolve) => setTimeout(resolve, 20))
    return replies
  })
  // The page itself may have asked for its port meanwhile, with a nonce of its own.
  expect(got.filter((nonce) => nonce === 'ab'.repeat(16))).toHaveLength(1)
  expect(got.every((nonce) => /^[0-9a-f]{32}$/.test(String(nonce)))).toBe(true)
})
