// Cursors as a person uses them: by key and by hand, read against a signal that is known, and taken back.
import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

// A sine of 100 kHz: 10 µs a period. The screen shows 20 µs.
test.use({
  words: [
    ...['--set', 'sampling_frequency=10000000', '--set', 'voltage0/source_frequency=100000'],
    ...['--set', 'voltage0/source_noise=0', '--set', 'blockCount=800', '--set', 'timebase.secondsPerDiv=2us'],
  ],
})

const period = 10e-6
const screenSeconds = 20e-6
const prefixes: Readonly<Record<string, number>> = { n: 1e-9, µ: 1e-6, m: 1e-3, k: 1e3, M: 1e6, '': 1 }

/** `−1.234 µs` in seconds, and any other figure in its unit. */
function figure(text: string): number {
  const [, digits = '', prefix = ''] = /^([−\d.]+)\s([nµmkM]?)(?:s|Hz|V)/.exec(text.trim()) ?? []
  return Number(digits.replace('−', '-')) * prefixes[prefix]!
}

async function pixelSeconds(scope: ScopePage): Promise<number> {
  const box = await scope.trace.boundingBox()
  return screenSeconds / box!.width
}

async function dragTo(scope: ScopePage, handle: Locator, seconds: number): Promise<void> {
  const box = (await handle.boundingBox())!
  const area = (await scope.trace.boundingBox())!
  const y = box.y + Math.min(10, box.height / 2)
  await scope.page.mouse.move(box.x + box.width / 2, y)
  await scope.page.mouse.down()
  await scope.page.mouse.move(area.x + (0.5 + seconds / screenSeconds) * area.width, y, { steps: 5 })
  await scope.page.mouse.up()
}

const place = (scope: ScopePage, number: number): Promise<string> => scope.get(`cursor-t${number}`).inputValue()

test('placed by hand a period apart they read the period; each drag is one step of undo', async ({ scope }) => {
  await scope.waitForFrames(3)
  await scope.page.keyboard.press('c')
  await expect(scope.get('cursor-readout')).toBeVisible()
  const before = [await place(scope, 1), await place(scope, 2)]
  expect(before).toEqual(['−4 µs', '4 µs'])
  const pixel = await pixelSeconds(scope)
  // Where the trace crosses zero on its way up, as the signal says.
  await dragTo(scope, scope.get('cursor-line-time-1'), 0)
  await dragTo(scope, scope.get('cursor-line-time-2'), period)
  // The read-out follows the hand a moment later on a busy machine.
  const dt = async (): Promise<number> => figure(await scope.get('cursor-dt').innerText())
  await expect.poll(async () => Math.abs((await dt()) - period)).toBeLessThanOrEqual(pixel)
  const rate = async (): Promise<number> => figure(await scope.get('cursor-rate').innerText())
  await expect.poll(async () => Math.abs((await rate()) * period - 1)).toBeLessThanOrEqual((2 * pixel) / period)
  await scope.page.keyboard.press('Control+z')
  await expect.poll(() => place(scope, 2)).toBe(before[1])
  await scope.page.keyboard.press('Control+z')
  await expect.poll(() => place(scope, 1)).toBe(before[0])
  await scope.page.keyboard.press('Control+z')
  await expect(scope.get('cursor-readout')).toHaveCount(0)
})

test('by keys alone they go from edge to edge and read the period and the height of the signal', async ({ scope }) => {
  await scope.waitForFrames(3)
  const { keyboard } = scope.page
  // One record, from its trigger on: on a busy machine a live screen may show the newest samples, wherever their edges are.
  await keyboard.press('s')
  await expect(scope.get('state-word')).toHaveText('Stop')
  await expect.poll(() => scope.drawn('anchor')).toBe('trigger')
  await keyboard.press('1')
  await expect(scope.get('cursor-time-1')).toBeFocused()
  await keyboard.press('n')
  await keyboard.press('2')
  await expect(scope.get('cursor-time-2')).toBeFocused()
  // From 4 µs to 5 µs, where it falls, and to 10 µs, where it rises; the first stands at 0.
  await keyboard.press('n')
  const pixel = await pixelSeconds(scope)
  await expect
    .poll(async () => Math.abs(figure(await scope.get('cursor-dt').innerText()) - period / 2))
    .toBeLessThanOrEqual(pixel)
  await keyboard.press('ArrowRight')
  await expect
    .poll(async () => Math.abs(figure(await scope.get('cursor-dt').innerText()) - period / 2 - 1e-7))
    .toBeLessThanOrEqual(pixel)
  await keyboard.press('Escape')
  await expect(scope.get('cursor-time-2')).not.toBeFocused()

  await keyboard.press('Shift+C')
  await scope.get('cursor-amplitude-1').focus()
  await keyboard.press('Enter')
  await scope.get('cursor-amplitude-2').focus()
  await keyboard.press('Enter')
  // Enter takes the nearest of the lowest, the middle and the highest value; 800 mV is the amplitude of the source.
  await expect.poll(async () => figure(await scope.get('cursor-dv').innerText())).toBeCloseTo(1.6, 1)
  await scope.get('cursor-tracked-1').check()
  await expect(scope.get('cursor-on-trace-1')).toBeVisible()
  await expect(scope.get('cursor-amplitude-1')).toHaveCount(0)
})

test('they stay where they are when the screen moves, read a stopped record, and come back by a key', async ({
  scope,
}) => {
  await scope.waitForFrames(3)
  const { keyboard } = scope.page
  await keyboard.press('c')
  await keyboard.press('Space')
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
  const said = await scope.get('cursor-1-voltage0').innerText()
  await keyboard.press('+')
  await scope.waitForStillness()
  // A fine picture of the same record.
  await expect(scope.get('cursor-1-voltage0')).toHaveText(said)
  for (let k = 0; k < 12; k++) await keyboard.press('ArrowRight')
  await expect(scope.get('cursor-time-1')).toHaveText('◂1')
  await expect(scope.get('cursor-time-2')).toHaveText('◂2')
  await keyboard.press('v')
  await expect(scope.get('cursor-line-time-1')).toBeVisible()
  await expect(scope.get('cursor-line-time-2')).toBeVisible()
  await keyboard.press('c')
  await expect(scope.get('cursor-time-1')).toHaveCount(0)
})
