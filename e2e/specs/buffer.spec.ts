// The DMA buffer is changed from its panel while the capture runs, and nothing is lost.
import { expect, test } from '../fixtures/lane.ts'

// Blocks for many seconds: what is lost here is lost by the change, not by a busy machine.
test.use({ words: ['--set', 'sampling_frequency=2000000', '--set', 'blockCount=400'] })

test('the block size changes live', async ({ scope }) => {
  await scope.waitForFrames(3)
  for (const size of ['64 KiB', '1 MiB', '256 KiB']) {
    await scope.enter('block-size', size)
    await expect(scope.get('block-size')).toHaveValue(size)
    await scope.waitForFrames(3)
  }
  await scope.expectNothingLost()
})

test('the watermark changes live', async ({ scope }) => {
  await scope.enter('block-size', '64 KiB')
  await expect(scope.get('block-size')).toHaveValue('64 KiB')
  for (const [typed, shown] of [
    ['65536', /^65.?536/],
    ['16384', /^16.?384/],
  ] as const) {
    await scope.enter('watermark', typed)
    await expect(scope.get('watermark')).toHaveValue(shown)
    await scope.waitForFrames(3)
  }
  await scope.expectNothingLost()
})

test('the device tree shows the buffer as the panel does, and changes it live', async ({ scope }) => {
  await scope.enter('block-size', '64 KiB')
  // Never so few that a busy machine loses something: a block of 32768 scans of two bytes is 16 ms.
  await scope.enter('block-count', '1000')
  await expect(scope.get('attribute-buffer0/length')).toHaveValue('32768000')
  await scope.enter('watermark', '40000')
  await expect(scope.get('attribute-buffer0/watermark')).toHaveValue('40000')
  await scope.enter('attribute-buffer0/watermark', '50000')
  await expect(scope.get('watermark')).toHaveValue(/^50.?000/)
  await scope.enter('attribute-buffer0/length', '26214400')
  await expect(scope.get('block-count')).toHaveValue('800')
  // What is no whole number of blocks is refused beside the value, with what would do.
  await scope.enter('attribute-buffer0/length', '100')
  await expect(scope.page.getByRole('alert')).toContainText('32768')
  await expect(scope.get('block-count')).toHaveValue('800')
  await scope.waitForFrames(3)
  await scope.expectNothingLost()
})

test('a wrong size is refused beside the field, with the reason, and changes nothing', async ({ scope }) => {
  const before = await scope.get('block-size').inputValue()
  await scope.enter('block-size', '3 B')
  await expect(scope.page.getByRole('alert')).toBeVisible()
  await scope.get('block-size').press('Escape')
  await expect(scope.get('block-size')).toHaveValue(before)
  await scope.waitForFrames(3)
  await scope.expectNothingLost()
})

test('a size on its way is told until it is on the screen', async ({ scope }) => {
  await scope.waitForFrames(3)
  // What is told goes by itself, so all of it is noted.
  await scope.page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const note = (): void => {
      for (const place of ['seam-notice', 'block-size-under-way']) {
        const text = document.querySelector(`[data-testid="${place}"]`)?.textContent?.trim() ?? ''
        if (text !== '') said.push(`${place}: ${text}`)
      }
    }
    new MutationObserver(note).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
  const said = (): Promise<string> =>
    scope.page.evaluate(() => (Reflect.get(window, 'said') as readonly string[]).join('\n'))
  let [size, other] = ['64 KiB', '128 KiB']
  // A page of a busy machine may hear of the begin and the end of a change at once; then there is nothing to tell.
  await expect(async () => {
    ;[size, other] = [other, size]
    await scope.enter('block-size', size)
    await expect(scope.get('block-size')).toHaveValue(size)
    await expect(scope.get('block-size-under-way')).toHaveText('')
    expect(await said()).toMatch(new RegExp(`block-size-under-way: changing to ${size}…`))
    expect(await said()).toMatch(new RegExp(`seam-notice: .*${size}`))
  }).toPass({ timeout: 60_000 })
})

test.describe('blocks that are short beside the screen', () => {
  test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=400'] })

  test('a click on the trace shows the block of its samples, in the lanes and on the trace', async ({ scope }) => {
    await scope.enter('block-size', '64 KiB')
    // On a busy machine a gap may come behind it.
    await expect(scope.get('seam-notice')).toContainText(/64 KiB|missing/)
    // 20 ms are six blocks.
    await scope.enter('time-per-div-field', '2 ms')
    const lanes = scope.get('lanes')
    let number = -1
    // A record of a busy machine may still be of the blocks before the change; the next one is not.
    await expect(async () => {
      await scope.page.mouse.move(2, 2)
      if (await scope.get('lanes-newest').isVisible()) await scope.get('lanes-newest').click()
      if ((await scope.get('state-word').innerText()) === 'Stop') await scope.get('run').click()
      await expect(scope.get('state-word')).not.toHaveText('Stop')
      await scope.waitForFrames(3)
      await scope.get('run').click()
      await expect(scope.get('state-word')).toHaveText('Stop')
      await scope.waitForStillness()
      await expect(lanes).not.toHaveAttribute('data-lit')
      await scope.trace.click({ position: { x: 300, y: 100 } })
      await expect(lanes).toHaveAttribute('data-lit', /^\d+$/)
      number = Number(await lanes.getAttribute('data-lit'))
      await expect(scope.get('lanes-words')).toHaveText(
        /^block [\d\s]+ · 32.768 samples from [\d\s]+ · filled at .*s in 3.28 ms · taken after .*s/,
        { timeout: 3_000 },
      )
    }).toPass({ timeout: 60_000 })
    const part = async (): Promise<number> => {
      const [band, trace] = [await scope.get('block-band').boundingBox(), await scope.trace.boundingBox()]
      return (band?.width ?? 0) / (trace?.width ?? 1)
    }
    expect(await part()).toBeGreaterThan(0)
    expect(await part()).toBeLessThan(0.165)
    // The next block but one is under the pointer some 7 ms later.
    const { width = 1 } = (await scope.trace.boundingBox()) ?? {}
    await scope.trace.hover({ position: { x: 300 + width * ((2 * 3.2768) / 20), y: 100 } })
    await expect(lanes).toHaveAttribute('data-lit', String(number + 2))
    await scope.page.mouse.move(2, 2)
    await expect(lanes).toHaveAttribute('data-lit', String(number))
    await scope.get('lanes-newest').click()
    await expect(lanes).not.toHaveAttribute('data-lit')
    await expect(scope.get('lanes-axis')).toContainText('trace')
  })
})
