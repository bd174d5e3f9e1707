// A recording as a person makes it on the screen: named, of a length, and found again.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures/lane.ts'
import type { RunningApp } from '../fixtures/running-app.ts'
import { scratchFolder } from '../fixtures/scratch.ts'

const root = scratchFolder('recording')
const folder = path.join(root, 'recordings')

test.use({ words: ['--set', 'sampling_frequency=1000000', '--set', 'blockCount=800', '--recordings', folder] })

const descriptionOf = (file: string): unknown => JSON.parse(readFileSync(`${file}.json`, 'utf8'))

/** From now on the desktop's dialog answers with this folder, and its file manager only notes what it is shown. */
async function standIn({ electron }: RunningApp, chosen: string): Promise<void> {
  await electron?.evaluate(({ dialog, shell }, answer) => {
    const shown: string[] = []
    Object.assign(globalThis, { shownFiles: shown })
    Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [answer] }) })
    Object.assign(shell, { showItemInFolder: (file: string) => void shown.push(file) })
  }, chosen)
}

const shownFiles = ({ electron }: RunningApp): Promise<string[]> | undefined =>
  electron?.evaluate(() => (globalThis as unknown as { shownFiles: string[] }).shownFiles)

test('a recording has the name and the length that were chosen, and leads to its file', async ({
  app,
  scope,
  lane,
}) => {
  const desktop = lane === 'desktop'
  const place = desktop ? path.join(root, 'chosen') : folder
  await standIn(app, root)
  await scope.waitForFrames(1)
  await scope.get('record-options').click()
  await expect(scope.get('recording-folder')).toHaveText(folder)
  // Only where this program has a desktop of its own a folder is chosen.
  await expect(scope.get('choose-recording-folder')).toHaveCount(desktop ? 1 : 0)
  if (desktop) {
    await scope.get('choose-recording-folder').click()
    await expect(scope.get('recording-folder')).toHaveText(root)
  }
  const file = path.join(desktop ? root : place, 'bench 3.raw')
  await scope.get('recording-length-kind').getByText('Samples').click()
  await scope.enter('recording-length', '0,25M')
  await expect(scope.get('record')).toHaveText('Record 250 kSa')
  await scope.enter('recording-name', 'bench 3')
  const line = scope.get('problems')
  await expect(line).toContainText('recorded 250 kSa, 0 lost')
  expect(statSync(file).size).toBe(500_000)
  expect(descriptionOf(file)).toMatchObject({ scans: 250_000, complete: true, gapFree: true })

  if (desktop) {
    await line.getByTestId('open-folder').click()
    await expect.poll(() => shownFiles(app)).toEqual([file])
  } else {
    await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await line.getByTestId('copy-path').click()
    await expect(line.getByTestId('copy-path')).toHaveText('Copied')
    expect(await app.page.evaluate(() => navigator.clipboard.readText())).toBe(file)
  }

  // The length is remembered over a reload, and the folder; the name was for one recording.
  await app.page.reload()
  await expect(scope.get('record')).toHaveText('Record 250 kSa')
  await scope.get('record-options').click()
  await expect(scope.get('recording-name')).toHaveValue('')
  await expect(scope.get('recording-folder')).toHaveText(path.dirname(file))

  // What is there is replaced only when the person says so.
  writeFileSync(file, 'mine')
  await scope.get('recording-length-kind').getByText('Until stopped').click()
  await scope.enter('recording-name', 'bench 3')
  await expect(scope.get('replace-question')).toContainText('bench 3.raw is there already')
  expect(readFileSync(file, 'utf8')).toBe('mine')
  await scope.get('replace').click()
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => statSync(file).size).toBeGreaterThan(4)
  await scope.get('record').click()
  await expect(line).toContainText('recorded')
  expect(descriptionOf(file)).toMatchObject({ complete: true, wantedScans: null })
})

test('a name leads to no other place', async ({ scope }) => {
  await scope.waitForFrames(1)
  await scope.get('record-options').click()
  for (const name of ['../outside', path.join(root, 'outside'), '.outside']) {
    await scope.enter('recording-name', name)
    await expect(scope.page.getByRole('alert')).toContainText('The name of a recording')
  }
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'false')
  expect(existsSync(path.join(root, 'outside.raw'))).toBe(false)
  expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([])
})
