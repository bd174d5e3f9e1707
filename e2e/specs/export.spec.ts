// What is in memory and on the screen, taken elsewhere by key: samples in files, the record as CSV, the trace as a picture.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readNpy, readWav, readWaveforms } from '#main/export/testing/read.ts'
import { wavOf } from '#main/instrument/testing/wav.ts'
import { expect, test } from '../fixtures/lane.ts'
import { savedBy } from '../fixtures/saved-by.ts'
import { scratchFolder } from '../fixtures/scratch.ts'

test.use({
  words: ['--set', 'sampling_frequency=1000000', '--set', 'voltage0/source_frequency=10000', '--set', 'blockCount=800'],
})

test('Ctrl + Shift + E saves the record of the screen: a sine of 10 kHz at its trigger, each sample once', async ({
  app,
  scope,
}, info) => {
  await scope.enter('time-per-div-field', '20 us')
  await scope.waitForFrames(3)
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
  const { name, bytes } = await savedBy(app, 'Control+Shift+E', info.outputPath())
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
  const again = await savedBy(app, 'Control+Shift+E', info.outputPath())
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

test('a drawing has the trace as a line, the texts of the screen and the cursors; a picture has them too', async ({
  app,
  scope,
}, info) => {
  await scope.enter('time-per-div-field', '20 us')
  await scope.waitForFrames(3)
  await scope.page.keyboard.press('c')
  await expect(scope.get('cursor-line-time-1')).toBeVisible()
  await scope.get('run').click()
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
  const { name, bytes } = await savedBy(app, 'Control+Shift+V', info.outputPath())
  expect(name).toMatch(/^trace .*\.svg$/)
  writeFileSync(info.outputPath('trace.svg'), bytes)
  const drawing = await app.page.evaluate((text) => {
    const svg = new DOMParser().parseFromString(text, 'image/svg+xml')
    return {
      isBroken: svg.querySelector('parsererror') !== null,
      texts: [...svg.querySelectorAll('text')].map(({ textContent }) => textContent),
      // The longest path of the first channel's colour.
      line: [...svg.querySelectorAll('path[stroke="#ffd447"]')]
        .map((path) => path.getAttribute('d') ?? '')
        .reduce((longest, one) => (one.length > longest.length ? one : longest), ''),
      height: Number(svg.documentElement.getAttribute('height')) - 24,
      width: Number(svg.documentElement.getAttribute('width')),
    }
  }, bytes.toString())
  expect(drawing.isBroken).toBe(false)
  // A sine of 10 kHz in 200 us: two periods, 0.8 V at its highest, through the middle at the trigger.
  const points = [...drawing.line.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  )
  expect(points.length).toBeGreaterThan(100)
  const { width, height } = drawing
  const perDiv = Number(/CH1 ([\d.]+)\s*mV/.exec(drawing.texts.join('\n'))?.[1]) / 1000
  for (const [x, y] of points) {
    const volts = ((height / 2 - y) / (height / 8)) * perDiv
    const seconds = (x / width - 0.5) * 200e-6
    expect(Math.abs(volts - 0.8 * Math.sin(2 * Math.PI * 10_000 * seconds)), `at ${seconds} s`).toBeLessThan(0.08)
  }
  const badge = (await scope.get('badge').textContent())?.trim()
  for (const text of [badge, '1', '2', '20 µs/div']) expect(drawing.texts).toContain(text)
  const picture = await savedBy(app, 'Control+Shift+S', info.outputPath())
  expect(picture.name).toMatch(/^trace .*\.png$/)
  expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG')
  writeFileSync(info.outputPath('trace.png'), picture.bytes)
})

test.describe('samples', () => {
  const folder = scratchFolder('export')
  /** Codes that tell their place: a sample that is not where it belongs is seen. */
  const frames = 20_011
  const codes = Int16Array.from({ length: frames }, (_, k) => ((k * 2654435761) >>> 10) & 0xffff)
  const signal = path.join(folder, 'in.wav')
  writeFileSync(signal, wavOf(codes, 1, 48_000))

  test.use({
    words: [
      ...['--set', 'sampling_frequency=1000000', '--set', 'blockCount=800', '--recordings', path.join(folder, 'out')],
      ...['--set', `voltage0/source=file:${signal}`],
    ],
  })

  test('of the screen, between the cursors, and all that is kept are the ones that were converted', async ({
    scope,
    lane,
  }) => {
    const at = (name: string): string => path.join(folder, 'out', `${lane} ${name}`)
    await scope.enter('time-per-div-field', '100 us')
    await scope.waitForFrames(3)
    await scope.page.keyboard.press('c')
    await expect(scope.get('cursor-line-time-1')).toBeVisible()
    await scope.get('run').click()
    await expect(scope.get('state-word')).toHaveText('Stop')
    await scope.waitForStillness()
    const dialog = scope.get('export-dialog')
    /** Exports a part as .npy; its samples, and where they belong in the stream. */
    const exported = async (part: string): Promise<{ first: number; values: readonly number[] }> => {
      await scope.page.keyboard.press('Control+e')
      await scope.get(`export-part-${part}`).check()
      await scope.get('export-format-npy').check({ force: true })
      await scope.enter('export-name', `${lane} ${part}`)
      await expect(dialog).toBeHidden()
      await expect(scope.get('problems')).toContainText(`${lane} ${part}.npy`)
      const { segments, complete } = JSON.parse(readFileSync(`${at(part)}.npy.json`, 'utf8')) as {
        segments: { firstSample: number }[]
        complete: boolean
      }
      expect(complete).toBe(true)
      return { first: segments[0]!.firstSample, values: readNpy(`${at(part)}.npy`).columns[0]! }
    }
    const screen = await exported('screen')
    const cursors = await exported('cursors')
    const memory = await exported('memory')
    for (const { first, values } of [screen, cursors, memory])
      expect(values.findIndex((value, k) => value !== codes[(first + k) % frames])).toBe(-1)
    // A window of a millisecond at 1 MS/s, and cursors at three and at seven tenths of it.
    expect(Math.abs(screen.values.length - 1000)).toBeLessThanOrEqual(1)
    expect(Math.abs(cursors.values.length - 401)).toBeLessThanOrEqual(1)
    expect(cursors.first - screen.first).toBeGreaterThanOrEqual(298)
    expect(cursors.first - screen.first).toBeLessThanOrEqual(302)
    expect(memory.first).toBe(0)
    expect(memory.values.length).toBeGreaterThan(screen.values.length)

    // What is there is replaced only when the person says so.
    await scope.page.keyboard.press('Control+e')
    await scope.get('export-part-cursors').check()
    await scope.enter('export-name', `${lane} screen`)
    await expect(scope.get('export-replace-question')).toContainText('screen.npy is there already')
    expect(readNpy(`${at('screen')}.npy`).columns[0]).toHaveLength(screen.values.length)
    await scope.get('export-replace').click()
    await expect(dialog).toBeHidden()
    await expect.poll(() => readNpy(`${at('screen')}.npy`).columns[0]!.length).toBe(cursors.values.length)
    // Nothing is left over beside them.
    expect(readdirSync(path.join(folder, 'out')).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('are recorded in the format that was chosen', async ({ scope, lane }) => {
    await scope.waitForFrames(1)
    await scope.get('record-options').click()
    await scope.get('recording-format').click()
    await scope.page.getByRole('option', { name: 'WAV' }).click()
    await scope.get('recording-length-kind').getByText('Samples').click()
    await scope.enter('recording-length', '50k')
    await scope.enter('recording-name', `${lane} as`)
    await expect(scope.get('problems')).toContainText('recorded 50.0 kSa, 0 lost')
    const { columns, rateHz } = readWav(path.join(folder, 'out', `${lane} as.wav`))
    const [values] = columns
    expect([values!.length, rateHz]).toEqual([50_000, 1_000_000])
    const { segments } = JSON.parse(readFileSync(path.join(folder, 'out', `${lane} as.wav.json`), 'utf8')) as {
      segments: { firstSample: number }[]
    }
    const first = segments[0]!.firstSample
    expect(values!.findIndex((value, k) => value !== codes[(first + k) % frames])).toBe(-1)
  })
})

test.describe('segments', () => {
  const folder = scratchFolder('segments')
  test.use({
    words: [
      ...['--set', 'sampling_frequency=1000000', '--set', 'blockCount=800', '--recordings', folder],
      ...['--set', 'voltage0/source_frequency=10000', '--set', 'segments.count=40', '--set', 'segments.length=60'],
      ...['--set', 'segments.on=on', '--set', 'segments.before=50'],
    ],
  })

  test('are a row each in Parquet, when that is chosen in the dialog', async ({ scope, lane }) => {
    await scope.waitForFrames(2)
    await expect(scope.get('segments-kept')).toHaveText('40 of 40')
    await scope.page.keyboard.press('Control+e')
    await scope.get('export-part-segments').check()
    await scope.get('export-format-parquet').check({ force: true })
    await scope.get('export-rows').getByText('Segment').click()
    await scope.enter('export-name', `${lane} rows`)
    await expect(scope.get('export-dialog')).toBeHidden()
    await expect(scope.get('problems')).toContainText(`${lane} rows.parquet`)
    const { rows } = await readWaveforms(path.join(folder, `${lane} rows.parquet`))
    expect(rows.map(({ segment }) => segment)).toEqual(Array.from({ length: 40 }, (_, k) => k + 1))
    for (const { voltage0, voltage0_max: high, voltage0_min: low, firstSample, triggerSample } of rows) {
      expect(voltage0).toHaveLength(60)
      // A sine of 800 mV, of which a segment has more than half a period around the middle.
      expect(Number(high)).toBeGreaterThan(0.7)
      expect(Number(low)).toBeLessThan(-0.7)
      expect(Number(triggerSample) - Number(firstSample)).toBeGreaterThan(28)
      expect(Number(triggerSample) - Number(firstSample)).toBeLessThanOrEqual(30)
    }
  })
})
