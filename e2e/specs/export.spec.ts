// What is on the screen, taken elsewhere by key: the record as CSV, the trace as a picture.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures/lane.ts'
import type { RunningApp } from '../fixtures/running-app.ts'

test.use({
  words: ['--set', 'sampling_frequency=1000000', '--set', 'voltage0/source_frequency=10000', '--set', 'blockCount=800'],
})

interface Saved {
  readonly name: string
  readonly bytes: Buffer
}

/** Presses a key and reads the file that comes of it; the dialog of the desktop app is answered here. */
async function savedBy(app: RunningApp, key: string, folder: string): Promise<Saved> {
  const { electron, page } = app
  if (electron === null) {
    const saving = page.waitForEvent('download')
    await page.keyboard.press(key)
    const saved = await saving
    return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) }
  }
  const at = path.join(folder, 'saved')
  const done = electron.evaluate(
    ({ session }, file) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(file)
          item.once('done', () => resolve(item.getFilename()))
        })
      }),
    at,
  )
  // The listener is there before the key is pressed.
  await electron.evaluate(() => undefined)
  await page.keyboard.press(key)
  return { name: await done, bytes: readFileSync(at) }
}

test('Ctrl + E saves the record of the screen: a sine of 10 kHz at its trigger, each sample once', async ({
  app,
  scope,
}, info) => {
  await scope.enter('time-per-div-field', '20 us')
  await scope.waitForFrames(3)
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
  const { name, bytes } = await savedBy(app, 'Control+e', info.outputPath())
  expect(name).toMatch(/^record .*\.csv$/)
  await expect(scope.get('problems')).toContainText(name)
  const [head, ...rows] = bytes.toString().trimEnd().split('\r\n')
  expect(head).toBe('Time (s),CH1 (V)')
  const values = rows.map((row) => row.split(',').map(Number) as [number, number])
  expect(values.length).toBeGreaterThanOrEqual(199)
  expect(values.length).toBeLessThanOrEqual(201)
  // 800 mV with 4 mV of noise, rising through zero at the trigger.
  for (const [seconds, volts] of values)
    expect(Math.abs(volts - 0.8 * Math.sin(2 * Math.PI * 10_000 * seconds)), `at ${seconds} s`).toBeLessThan(0.05)
  // It is the frozen record: again, and it is the same.
  const again = await savedBy(app, 'Control+e', info.outputPath())
  expect(again.bytes.equals(bytes)).toBe(true)
})

test('Ctrl + Shift + C takes a picture with the trace on it', async ({ app, scope }, info) => {
  await scope.enter('time-per-div-field', '20 us')
  await scope.waitForFrames(3)
  let png: string
  if (app.electron === null) {
    await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await app.page.keyboard.press('Control+Shift+C')
    await expect(scope.get('problems')).toContainText('A picture of the trace is in the clipboard.')
    png = await app.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read()
      const bytes = new Uint8Array(await (await item!.getType('image/png')).arrayBuffer())
      return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
    })
  } else {
    // A window without the system's focus, as the desktop of the tests has it, may not write to the clipboard: then it is a file.
    await app.page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new Error('refused'))
    })
    const saved = await savedBy(app, 'Control+Shift+C', info.outputPath())
    expect(saved.name).toMatch(/^trace .*\.png$/)
    await expect(scope.get('problems')).toContainText(saved.name)
    png = saved.bytes.toString('base64')
  }
  const { width, yellow } = await app.page.evaluate(async (data) => {
    const image = new Image()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    const context = canvas.getContext('2d')!
    context.drawImage(image, 0, 0)
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height)
    let found = 0
    for (let k = 0; k < pixels.length; k += 4)
      if (pixels[k]! > 150 && pixels[k + 1]! > 120 && pixels[k + 2]! < 110) found++
    return { width: image.width, yellow: found }
  }, png)
  const box = await scope.trace.boundingBox()
  expect(width).toBe(Math.round(box?.width ?? 0))
  // At least a pixel of the trace in each column.
  expect(yellow).toBeGreaterThan(width)
})
