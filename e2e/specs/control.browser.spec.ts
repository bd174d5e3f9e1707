// Viewers of other machines: one in control at a time, among a page of the machine itself and two that come with a token.
import type { Page } from '@playwright/test'
import { launchChromium, startServer } from '../fixtures/browser.ts'
import { type LabWords, prepareLabWords } from '../fixtures/lab.ts'
import { expect, test } from '../fixtures/lane.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { hindranceOf } from '../setup/lanes.ts'

interface Stage {
  readonly address: string
  readonly lab: LabWords
  open(url: string): Promise<ScopePage>
}

async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  const lab = await prepareLabWords()
  const { server, address } = await startServer(['--set', 'sampling_frequency=1000000', ...lab.words])
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const browser = await launchChromium()
  try {
    const open = async (url: string): Promise<ScopePage> => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ignoreHTTPSErrors: true })
      const page: Page = await context.newPage()
      await page.goto(url)
      const scope = new ScopePage(page)
      await scope.waitForFrames(1)
      return scope
    }
    await play({ address, lab, open })
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    await ended
    lab.remove()
  }
}

test('one is in control at a time; others ask, and the machine itself takes it back', async ({ lane }, info) => {
  const hindrance = hindranceOf(lane)
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
  test.slow()
  await onStage(async ({ address, lab, open }) => {
    const here = await open(address)
    const ann = await open(lab.address(lab.ann))
    const bob = await open(lab.address(lab.bob))
    const eve = await open(lab.address(lab.eve))
    await expect(here.get('control-holder')).toHaveText('This machine is in control')
    await expect(ann.get('control-holder')).toHaveText('The machine itself is in control')
    await expect(ann.get('run')).toBeDisabled()
    await expect(eve.get('read-only')).toHaveText('Read only')
    await expect(eve.get('control-take')).toHaveCount(0)

    await ann.page.keyboard.press('Shift+O')
    await expect(here.get('control-asks')).toHaveText('ann asks for control')
    await here.get('control-give').click()
    await expect(ann.get('control-holder')).toHaveText('This page is in control')
    for (const other of [here, bob, eve]) {
      await expect(other.get('control-holder')).toHaveText('ann is in control')
      await expect(other.get('run')).toBeDisabled()
    }
    await ann.get('run').click()
    await expect(here.get('state-word')).toHaveText('Stop')
    await here.page.keyboard.press('Space')
    await expect(here.get('problems')).toContainText('ann is in control. Take control first.')
    await expect(ann.get('state-word')).toHaveText('Stop')

    await bob.get('control-take').click()
    await expect(ann.get('control-asks')).toHaveText('bob asks for control')
    await ann.get('control-keep').click()
    await expect(bob.get('problems')).toContainText('ann keeps control.')

    // A reload keeps it.
    await ann.page.reload()
    await expect(ann.get('control-holder')).toHaveText('This page is in control')

    await here.get('control-take').click()
    await expect(here.get('control-holder')).toHaveText('This machine is in control')
    await expect(ann.get('control-holder')).toHaveText('The machine itself is in control')
    await expect(here.get('run')).toBeEnabled()
  })
})

test('a kiosk page is the trace alone, and hears nothing', async ({ lane }, info) => {
  const hindrance = hindranceOf(lane)
  info.skip(hindrance !== null, `skipped: ${hindrance}`)
  await onStage(async ({ lab, open }) => {
    const wall = await open(`${lab.address(lab.eve)}?kiosk`)
    await wall.waitForFrames(3)
    await expect(wall.get('kiosk')).toBeVisible()
    for (const id of ['run', 'device-tree', 'status-gapfree', 'control-holder'])
      await expect(wall.get(id)).toHaveCount(0)
    const box = await wall.trace.boundingBox()
    expect([box?.width, box?.height]).toEqual([1280, 800])
    await wall.page.keyboard.press('?')
    await wall.page.mouse.click(600, 400, { button: 'right' })
    await wall.waitForFrames(2)
    await expect(wall.page.locator('dialog, [role=dialog], [role=menu]')).toHaveCount(0)
  })
})
