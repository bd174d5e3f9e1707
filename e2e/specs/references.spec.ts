// References, where a person meets them: what is kept lies under what it was, a file lies where its values are, a drawing has it.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { wavOf } from '#main/instrument/testing/wav.ts'
import { expect, test } from '../fixtures/lane.ts'
import { savedBy } from '../fixtures/saved-by.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import type { ScopePage } from '../pages/scope-page.ts'

const folder = scratchFolder('references')
// 50 us at half a volt and 50 us at minus a quarter.
const steps = Int16Array.from({ length: 100 }, (_, k) => (k < 50 ? 16384 : -8192))
writeFileSync(path.join(folder, 'steps.wav'), wavOf(steps, 1, 1_000_000))

const settings = [
  ...[
    'sampling_frequency=10000000',
    'blockCount=800',
    'voltage0/source_frequency=10000',
    'voltage0/source_noise=0',
    'voltage0/source_amplitude=0.5',
    'screen.persistence=off',
  ],
  ...['timebase.secondsPerDiv=20us', 'timebase.position=0', 'channels.voltage0.voltsPerDiv=250mV'],
]
test.use({ words: ['--files', folder, ...settings.flatMap((one) => ['--set', one])] })

async function stop(scope: ScopePage): Promise<void> {
  await scope.waitForFrames(2)
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
}

const shot = async (scope: ScopePage): Promise<string> => (await scope.trace.screenshot()).toString('base64')

/** In each column that differs: how far down, as a part of the height, its changed pixels are in the mean. */
function changed(scope: ScopePage, before: string, after: string): Promise<(number | null)[]> {
  return scope.page.evaluate(
    async (pictures) => {
      const [one, other] = await Promise.all(
        pictures.map(async (png) => {
          const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
          const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
          context.drawImage(image, 0, 0)
          return context.getImageData(0, 0, image.width, image.height)
        }),
      )
      const { width, height } = one!
      return Array.from({ length: width }, (_, x) => {
        const rows: number[] = []
        for (let y = 0; y < height; y++) {
          const at = (y * width + x) * 4
          const by = [0, 1, 2].reduce((sum, k) => sum + Math.abs(one!.data[at + k]! - other!.data[at + k]!), 0)
          if (by > 30) rows.push(y)
        }
        return rows.length === 0 ? null : rows.reduce((sum, y) => sum + y, 0) / rows.length / height
      })
    },
    [before, after],
  )
}

test('a file lies at its own times and values, can be hidden by key, moved and removed', async ({
  app,
  scope,
}, info) => {
  await stop(scope)
  const bare = await shot(scope)
  await scope.enter('reference-file', 'steps.wav')
  await expect(scope.get('reference-R1')).toContainText('100 samples, 1 MS/s, −250 mV to 500 mV')
  await expect.poll(async () => (await shot(scope)) === bare).toBe(false)
  const columns = await changed(scope, bare, await shot(scope))
  // Ten divisions of 20 us across, eight of 250 mV down; the file begins at the trigger, in the middle.
  const at = (microseconds: number) => columns[Math.round(columns.length * (0.5 + microseconds / 200))]
  expect(at(-50)).toBeNull()
  expect(at(25)).toBeCloseTo(0.5 - 0.5 / 2, 1)
  expect(at(75)).toBeCloseTo(0.5 + 0.25 / 2, 1)
  const drawing = await savedBy(app, 'Control+Shift+V', info.outputPath())
  expect(drawing.bytes.toString(), 'a drawing has it, by name').toMatch(/<text[^>]*>R1<\/text>/)
  await scope.page.keyboard.press('Shift+K')
  await expect.poll(async () => (await shot(scope)) === bare, { message: 'hidden by key' }).toBe(true)
  await scope.page.keyboard.press('Shift+K')
  await expect.poll(async () => (await shot(scope)) === bare, { message: 'shown by key' }).toBe(false)
  await scope.enter('reference-shift-R1', '-100 us')
  await expect
    .poll(async () => {
      const moved = await changed(scope, bare, await shot(scope))
      return moved[Math.round(moved.length * (0.5 - 75 / 200))]
    })
    .toBeCloseTo(0.25, 1)
  await scope.get('reference-remove-R1').click()
  await expect(scope.get('reference-R1')).toBeHidden()
  await expect.poll(async () => (await shot(scope)) === bare, { message: 'removed' }).toBe(true)
  await scope.enter('reference-file', 'nothing.wav')
  await expect(scope.get('references-panel')).toContainText('This file is not offered.')
})

test('what K keeps of the screen lies under the trace it was, and stays when the signal is another one', async ({
  scope,
}) => {
  await stop(scope)
  const bare = await shot(scope)
  await scope.page.keyboard.press('k')
  await expect(scope.get('reference-R1')).toContainText(/2\D?00[01] samples, 10 MS\/s/)
  await expect.poll(async () => (await shot(scope)) === bare).toBe(false)
  const under = await changed(scope, bare, await shot(scope))
  // A sine of half a volt that rises through the middle; beside it only the name is to be seen, at the left.
  const beside = under.flatMap((y, x) => {
    const at = (2 * x + 1) / under.length - 1
    return y === null || x < 60 ? [] : [Math.abs(y - (0.5 - 0.25 * Math.sin(2 * Math.PI * at)))]
  })
  expect(beside.length).toBeGreaterThan(200)
  expect(Math.max(...beside)).toBeLessThan(0.02)
  await scope.enter('source_amplitude-voltage0', '0.1')
  await scope.get('run').click()
  await expect(scope.get('state-word')).not.toHaveText('Stop')
  await scope.waitForFrames(5)
  await stop(scope)
  await expect(scope.get('reference-R1')).toBeVisible()
  await scope.page.keyboard.press('Shift+K')
  await scope.waitForStillness()
  await expect(scope.get('reference-shown-R1')).not.toBeChecked()
  const alone = await shot(scope)
  await scope.page.keyboard.press('Shift+K')
  await expect.poll(async () => (await shot(scope)) === alone).toBe(false)
  const kept = (await changed(scope, alone, await shot(scope))).filter((one) => one !== null)
  // The old sine is as high as it was: about half a volt either way.
  expect(kept.length).toBeGreaterThan(400)
  expect(Math.min(...kept)).toBeLessThan(0.33)
  expect(Math.max(...kept)).toBeGreaterThan(0.67)
  // A page that is loaded again has it still.
  await scope.page.reload()
  await expect(scope.get('reference-R1')).toBeVisible()
  await scope.expectNothingLost()
})
