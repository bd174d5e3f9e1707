// The zoom window: an overview of the record above the trace, in which its window is moved.
import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

/** A glitch of one sample in every five periods: in 10 ms of record two, and none in 400 us about a third of the triggers. */
const words = [
  ...[
    'sampling_frequency=10000000',
    'blockCount=800',
    'voltage0/source_frequency=1000',
    'voltage0/source_amplitude=0.1',
  ],
  ...[
    'voltage0/source_glitch_interval=0.005',
    'voltage0/source_glitch_samples=1',
    'voltage0/source_glitch_amplitude=0.6',
  ],
  ...[
    'voltage1/en=0',
    'timebase.secondsPerDiv=20us',
    'overview.secondsPerDiv=1ms',
    'channels.voltage0.voltsPerDiv=200mV',
  ],
  ...['channels.voltage0.offset=0'],
].flatMap((one) => ['--set', one])
test.use({ words })

const boxOf = async (element: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
  const box = await element.boundingBox()
  if (box === null) throw new Error('It is not on the screen.')
  return box
}

/** Where glitches stand in the overview, in pixels from its left end. */
async function glitchesIn(scope: ScopePage): Promise<number[]> {
  const { height } = await boxOf(scope.get('overview'))
  // The signal ends half a division above the middle, the glitch three.
  return (await scope.overviewColumns()).filter(({ top }) => top < height * 0.32).map(({ x }) => x)
}

/** Whether the trace has one. */
async function hasGlitch(scope: ScopePage): Promise<boolean> {
  const { height } = await boxOf(scope.trace)
  return (await scope.columns()).some(({ top }) => top < height * 0.32)
}

/** The middle of the window, in pixels from the left end of the overview. */
async function middleOfWindow(scope: ScopePage): Promise<number> {
  const [area, window] = [await boxOf(scope.get('overview')), await boxOf(scope.get('overview-window'))]
  return window.x - area.x + window.width / 2
}

test('a glitch is seen in the overview, and on the trace once the window is there', async ({ scope }) => {
  const { mouse, keyboard } = scope.page
  await scope.setPersistence(false)
  await scope.waitForFrames(2)
  const full = (await boxOf(scope.trace)).height
  await keyboard.press('z')
  await expect(scope.get('overview-scale')).toHaveText('overview 1 ms/div')
  await expect.poll(async () => (await glitchesIn(scope)).length, { message: 'glitches' }).toBeGreaterThan(0)
  const [area, trace] = [await boxOf(scope.get('overview')), await boxOf(scope.trace)]
  expect(area.height).toBeGreaterThan(full * 0.2)
  expect(area.height).toBeLessThan(full * 0.34)
  expect(area.height + trace.height).toBeGreaterThan(full * 0.98)
  // Its samples are not moved on any more: the place of a glitch stays what it is. It may be one at the edge.
  let x = Number.NaN
  await expect(async () => {
    if ((await scope.get('state-word').innerText()).trim() === 'Stop') await keyboard.press('Space')
    await scope.waitForFrames(2)
    await keyboard.press('Space')
    await expect(scope.get('state-word')).toHaveText('Stop')
    await scope.waitForStillness()
    x = (await glitchesIn(scope)).find((one) => one > 60 && one < area.width - 60) ?? Number.NaN
    expect(x, 'the place of a glitch').toBeGreaterThan(0)
  }).toPass()
  const across = async (to: number): Promise<void> => {
    await mouse.click(area.x + to, area.y + area.height / 2)
    await expect.poll(() => middleOfWindow(scope)).toBeCloseTo(to, -0.5)
    await scope.waitForStillness()
  }
  // One or two divisions beside it there is none, for they are five apart. Near the window one takes hold of its ends.
  const middle = await middleOfWindow(scope)
  const places = [0.2, -0.2, 0.1, -0.1].map((part) => x + part * area.width)
  await across(places.find((one) => one > 60 && one < area.width - 60 && Math.abs(one - middle) > 60) ?? Number.NaN)
  expect(await hasGlitch(scope)).toBe(false)
  await across(x)
  expect(await hasGlitch(scope)).toBe(true)
  await scope.expectNothingLost()
})

test('its window is dragged, widened at its ends and zoomed by the wheel, each one step of undo', async ({ scope }) => {
  const { mouse, keyboard } = scope.page
  const perDiv = scope.get('time-per-div-field')
  const position = scope.get('position')
  await scope.waitForFrames(2)
  await keyboard.press('z')
  await expect(scope.get('overview-window')).toBeVisible()
  const area = await boxOf(scope.get('overview'))
  const y = area.y + area.height / 2
  const drag = async (from: number, to: number): Promise<void> => {
    await mouse.move(area.x + from, y)
    await mouse.down()
    await mouse.move(area.x + (from + to) / 2, y, { steps: 3 })
    await mouse.move(area.x + to, y, { steps: 3 })
    await mouse.up()
  }
  const undone = async (field: Locator, value: string): Promise<void> => {
    await keyboard.press('Control+z')
    await expect(field).toHaveValue(value)
  }
  const start = await position.inputValue()
  await drag(area.width / 2, area.width * 0.7)
  await expect.poll(() => middleOfWindow(scope)).toBeCloseTo(area.width * 0.7, -0.5)
  await expect(position).toHaveValue(/^\+(1\.99|2\b|2\.0)/)
  const moved = await position.inputValue()
  // And no further than the end of the overview.
  await drag(area.width * 0.7, area.width + 300)
  await expect(position).toHaveValue('+4.9 ms')
  await undone(position, moved)
  await undone(position, start)
  // Its right end, beside the window, by two divisions of the overview.
  const right = (await boxOf(scope.get('overview-end'))).x - area.x
  await drag(right + 12, right + 12 + area.width * 0.2)
  await expect(perDiv).toHaveValue(/^2[12]\d(\.\d)? µs\/div$/)
  await undone(perDiv, '20 µs/div')
  await expect(position).toHaveValue(start)
  // A notch about a place beside the window: what lies there comes nearer to it.
  await mouse.move(area.x + area.width * 0.7, y)
  await mouse.wheel(0, -120)
  await expect(perDiv).toHaveValue('10 µs/div')
  await expect(position).toHaveValue(/^\+(1\b|1\.0|0?\.?99|99\d)/)
  await undone(perDiv, '20 µs/div')
  await mouse.wheel(0, 120)
  await expect(perDiv).toHaveValue('50 µs/div')
  await undone(perDiv, '20 µs/div')
  await scope.expectNothingLost()
})

test('all of it goes by keys, and Z leaves the trace what it is', async ({ scope }) => {
  const { keyboard } = scope.page
  const perDiv = scope.get('time-per-div-field')
  const position = scope.get('position')
  await scope.waitForFrames(2)
  const full = (await boxOf(scope.trace)).height
  await keyboard.press('z')
  await expect(scope.get('zoom-on')).toBeChecked()
  await scope.get('overview-hold').focus()
  await keyboard.press('Shift+ArrowRight')
  await expect(position).toHaveValue('+20 µs')
  await keyboard.press('End')
  await expect(position).toHaveValue('+4.9 ms')
  await keyboard.press('Enter')
  await expect(position).toHaveValue('0 s')
  await scope.get('overview-end').focus()
  await keyboard.press('Shift+ArrowRight')
  await expect(perDiv).toHaveValue('22 µs/div')
  await expect(position).toHaveValue('+10 µs')
  await scope.enter('overview-per-div', '2 ms')
  await expect(scope.get('overview-scale')).toHaveText('overview 2 ms/div')
  await scope.enter('overview-position', '1')
  await expect(scope.page.getByRole('alert')).toContainText('the overview stands from')
  await keyboard.press('Escape')
  await scope.enter('overview-position', '3 ms')
  await expect(scope.get('overview-position')).toHaveValue('+3 ms')
  await keyboard.press('Escape')
  await keyboard.press('z')
  await expect(scope.get('overview')).toHaveCount(0)
  await expect(perDiv).toHaveValue('22 µs/div')
  expect((await boxOf(scope.trace)).height).toBeCloseTo(full, 0)
  // As it was left.
  await keyboard.press('z')
  await expect(scope.get('overview-scale')).toHaveText('overview 2 ms/div')
  await expect(scope.get('overview-position')).toHaveValue('+3 ms')
  await keyboard.press('Control+z')
  await expect(scope.get('overview')).toHaveCount(0)
  // By its name in the palette.
  await keyboard.press('Control+k')
  await expect(scope.get('palette')).toBeVisible()
  await keyboard.type('overview.on=true')
  await keyboard.press('Enter')
  await expect(scope.get('overview')).toBeVisible()
  await scope.expectNothingLost()
})

test('without a trigger, rolling and in the past, the trace shows what lies in its window', async ({ scope }) => {
  const { keyboard } = scope.page
  await scope.waitForFrames(2)
  await keyboard.press('z')
  await scope.enter('trigger-level', '900 mV')
  await expect.poll(() => scope.drawn('anchor')).toBe('auto')
  // The middle of the record is half a record old, and what lies there is 200 us long.
  await expect(scope.trace.getByRole('img')).toHaveAttribute(
    'aria-label',
    /5\.1 ms to 4\.9 ms before the newest sample/,
  )
  const before = await scope.frames()
  await scope.get('overview-hold').focus()
  await keyboard.press('End')
  await expect(scope.get('position')).toHaveValue('+4.9 ms')
  await expect(scope.trace.getByRole('img')).toHaveAttribute('aria-label', /the last 200 µs/)
  // Nobody looks at the past for that.
  await expect(scope.get('memory-live')).toBeDisabled()
  await expect.poll(() => scope.frames()).toBeGreaterThan(before)
  await scope.enter('overview-per-div', '200 ms')
  await expect.poll(() => scope.drawn('anchor')).toBe('roll')
  await expect.poll(async () => (await scope.overviewColumns()).length).toBeGreaterThan(100)
  await keyboard.press('Escape')
  await keyboard.press('Home')
  await expect.poll(() => scope.drawn('anchor')).toBe('past')
  await expect.poll(async () => (await scope.overviewColumns()).length).toBeGreaterThan(50)
  await scope.expectNothingLost()
})
