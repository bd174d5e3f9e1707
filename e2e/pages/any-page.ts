// The page of the desktop app as its main process sees it, whichever process it has now. A test's own page object dies with
// the page it was made for.
import { expect } from '@playwright/test'
import type { RunningApp } from '../fixtures/running-app.ts'

type Electron = NonNullable<RunningApp['electron']>

export function mainOf(app: RunningApp): Electron {
  if (app.electron === null) throw new Error('this is about the desktop lane')
  return app.electron
}

/** Process id of the page, and the address it shows; 0 while it has no process. */
export const pageOf = (app: RunningApp): Promise<{ pid: number; url: string }> =>
  mainOf(app).evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return { pid: contents?.isCrashed() ? 0 : (contents?.getOSProcessId() ?? 0), url: contents?.getURL() ?? '' }
  })

/** What a script in the page says; empty while it does not answer. */
export const answerOf = (app: RunningApp, script: string): Promise<string> =>
  mainOf(app).evaluate(async ({ BrowserWindow }, asked) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return ''
    const text: unknown = await Promise.race([
      contents.executeJavaScript(asked).catch(() => ''),
      new Promise((resolve) => setTimeout(() => resolve(''), 2000)),
    ])
    return String(text ?? '')
  }, script)

/** What the page shows at a place of its screen. */
export const read = (app: RunningApp, testId: string): Promise<string> =>
  answerOf(app, `document.querySelector('[data-testid="${testId}"]')?.textContent`)

/** Waits until the page shows samples that come in. */
export async function showsSamples(app: RunningApp): Promise<void> {
  const samples = async (): Promise<string> => /[\d.]+ .?/.exec(await read(app, 'status-samples'))?.[0] ?? ''
  await expect.poll(samples).toMatch(/\d/)
  const first = await samples()
  await expect.poll(async () => ['', first].includes(await samples())).toBe(false)
}

/** Waits until the page of another process than `before` shows samples that come in. */
export async function comesBack(app: RunningApp, before: number): Promise<void> {
  await expect.poll(async () => [0, before].includes((await pageOf(app)).pid)).toBe(false)
  await showsSamples(app)
}

/** Replaces the system's dialog: what it was asked is kept, and the answer is always the same. */
export const answerDialogs = (app: RunningApp, response: number): Promise<void> =>
  mainOf(app).evaluate(({ dialog }, answer) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    Object.assign(dialog, {
      async showMessageBox(_window: unknown, { message, detail }: { message: string; detail: string }) {
        asked.push(`${message}: ${detail}`)
        return { response: answer, checkboxChecked: false }
      },
    })
  }, response)

/** What the dialogs said. */
export const dialogs = (app: RunningApp): Promise<string[]> =>
  mainOf(app).evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
