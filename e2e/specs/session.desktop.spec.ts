// Session files in the desktop app: the system's dialogs, and what is kept from one start to the next.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freshHome, launchDesktop } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { type RunningApp, unforgiven } from '../fixtures/running-app.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { hindranceOf } from '../setup/lanes.ts'

const words = ['--set', 'sampling_frequency=1000000', '--set', 'blockCount=200']
const folder = scratchFolder('session')
test.use({ words })

const amplitude = (scope: ScopePage) => scope.get('source_amplitude-voltage0')

async function setAmplitude(scope: ScopePage, text: string): Promise<void> {
  await scope.enter('source_amplitude-voltage0', text)
  await expect(amplitude(scope)).toHaveValue(text)
}

/** Stands in for the person who answers the system's dialogs: saves as, and opens, these files. */
async function answerDialogs({ electron }: RunningApp, files: { saved: string; opened: string }): Promise<void> {
  await electron?.evaluate(({ dialog, session }, { saved, opened }) => {
    session.defaultSession.removeAllListeners('will-download')
    session.defaultSession.on('will-download', (_event, item) => item.setSavePath(saved))
    Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [opened] }) })
  }, files)
}

test('a session that is chosen as a reference is refused with a sentence, and not applied', async ({ app, scope }) => {
  await scope.waitForFrames(2)
  const mine = path.join(folder, 'no-signal.blockscope')
  await answerDialogs(app, { saved: mine, opened: mine })
  await setAmplitude(scope, '300 mV')
  await scope.page.keyboard.press('Control+s')
  await expect.poll(() => savedText(mine)).toContain('"format": "blockscope session"')
  await setAmplitude(scope, '700 mV')
  await scope.get('reference-browse').click()
  await expect(scope.get('references-panel').getByRole('alert')).toHaveText(
    'no-signal.blockscope is a session, and no signal; Ctrl + O applies it.',
  )
  await expect(amplitude(scope)).toHaveValue('700 mV')
})

test('Ctrl + S writes a session, Ctrl + O brings it back, and a broken one is explained and changes nothing', async ({
  app,
  scope,
}) => {
  await scope.waitForFrames(2)
  const mine = path.join(folder, 'mine.blockscope')
  await answerDialogs(app, { saved: mine, opened: mine })
  await setAmplitude(scope, '300 mV')
  await scope.page.keyboard.press('Control+s')
  await expect.poll(() => savedText(mine)).toContain('"format": "blockscope session"')
  await setAmplitude(scope, '700 mV')

  const broken = path.join(folder, 'broken.blockscope')
  const text = savedText(mine)
  writeFileSync(broken, text.slice(0, text.length / 2))
  await answerDialogs(app, { saved: mine, opened: broken })
  await scope.page.keyboard.press('Control+o')
  await expect(scope.get('problems')).toContainText('The session file is broken')
  await expect(amplitude(scope)).toHaveValue('700 mV')

  await answerDialogs(app, { saved: mine, opened: mine })
  await scope.page.keyboard.press('Control+o')
  await expect(amplitude(scope)).toHaveValue('300 mV')
})

test('the settings of the last time are there at the next start; broken ones are said so, and put aside', async () => {
  const hindrance = hindranceOf('desktop')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  const home = freshHome()
  const started = async (look: (scope: ScopePage) => Promise<void>): Promise<void> => {
    const app = await launchDesktop({ home, words })
    try {
      const scope = new ScopePage(app.page)
      await scope.waitForFrames(2)
      await look(scope)
    } finally {
      await app.close()
    }
    expect(unforgiven(app)).toEqual([])
  }
  try {
    await started((scope) => setAmplitude(scope, '300 mV'))
    await started(async (scope) => expect(amplitude(scope)).toHaveValue('300 mV'))
    const kept = path.join(home, 'blockscope', 'settings.json')
    const text = readFileSync(kept, 'utf8')
    writeFileSync(kept, text.slice(0, text.length / 2))
    await started(async (scope) => {
      await expect(scope.get('problems')).toContainText('cannot be used: It is no JSON. They are in ')
      await expect(amplitude(scope)).toHaveValue('800 mV')
    })
    const aside = readdirSync(path.dirname(kept)).filter((name) => name.startsWith('settings refused'))
    expect(aside).toHaveLength(1)
    expect(readFileSync(path.join(path.dirname(kept), aside[0]!), 'utf8')).toBe(text.slice(0, text.length / 2))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})

function savedText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
