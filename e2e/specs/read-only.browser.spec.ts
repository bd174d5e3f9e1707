// The second address that is printed: it sees all that the first one does, and changes nothing of it.
import { launchChromium, startServer } from '../fixtures/browser.ts'
import { expect, test } from '../fixtures/lane.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { hindranceOf } from '../setup/lanes.ts'

test('the address to look at only shows everything and changes nothing', async ({ lane }, info) => {
  const hindrance = hindranceOf(lane)
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
  const { server, address, said } = await startServer(['--set', 'sampling_frequency=1000000'])
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const lookAt = /look at only: (\S+)/
  await expect.poll(said).toMatch(lookAt)
  const browser = await launchChromium()
  try {
    const open = async (url: string): Promise<ScopePage> => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await page.goto(url)
      return new ScopePage(page)
    }
    const operator = await open(address)
    await operator.waitForFrames(1)
    const observer = await open(lookAt.exec(said())?.[1] ?? '')
    await observer.waitForFrames(1)
    await expect(observer.get('read-only')).toHaveText('Read only')
    await expect(operator.get('read-only')).toHaveCount(0)
    for (const id of ['run', 'single', 'autoset', 'record']) await expect(observer.get(id)).toBeDisabled()
    await observer.page.bringToFront()
    await observer.page.keyboard.press('Space')
    await expect(observer.get('problems')).toContainText('this view is read-only')
    // What the other changes is seen here.
    await operator.page.bringToFront()
    await operator.get('run').click()
    await expect(operator.get('state-word')).toHaveText('Stop')
    await expect(observer.get('state-word')).toHaveText('Stop')
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    await ended
  }
})
