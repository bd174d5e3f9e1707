// The vertical system where a person meets it: what the page shows after each change, and that undo gives back what was.
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

// A noisy square that fills the screen with half a period: level but for its noise.
const words = [
  'sampling_frequency=10000000',
  'blockCount=800',
  'voltage0/source=square',
  'voltage0/source_frequency=500',
  'voltage0/source_amplitude=0.2',
  'voltage0/source_noise=0.15',
  'timebase.secondsPerDiv=50us',
  'timebase.position=300us',
  'screen.persistence=off',
  'channels.voltage0.voltsPerDiv=200mV',
]
test.use({ words: words.flatMap((one) => ['--set', one]) })

const scale = (scope: ScopePage) => scope.get('volts-per-div-field-voltage0')
const badge = (scope: ScopePage) => scope.get('badge')
const undo = (scope: ScopePage) => scope.page.keyboard.press('Control+z')

async function openInput(scope: ScopePage): Promise<void> {
  // Until then it may be the other half of the square.
  await expect(scope.get('state-word')).toHaveText("Trig'd")
  await scope.waitForFrames(2)
  await expect(scale(scope)).toHaveValue('200 mV/div')
  await scope.get('input-voltage0').click()
  await expect(scope.get('probe-factor-voltage0')).toBeVisible()
}

/** In the middle of all columns: from the uppermost pixel of the trace to its lowermost; and their height. */
async function trace(scope: ScopePage): Promise<{ thickness: number; height: number }> {
  const columns = await scope.columns()
  expect(columns.length).toBeGreaterThan(300)
  const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
  return {
    thickness: middle(columns.map(({ top, mean }) => 2 * (mean - top) + 1)),
    height: middle(columns.map(({ mean }) => mean)),
  }
}

test('with another probe the picture stays and its figures are so many times as large', async ({ scope }) => {
  await openInput(scope)
  const before = await trace(scope)
  await scope.enter('probe-factor-voltage0', '10x')
  await expect(scope.get('probe-factor-voltage0')).toHaveValue('10 x')
  await expect(scale(scope)).toHaveValue('2 V/div')
  await expect.poll(async () => Math.abs((await trace(scope)).height - before.height)).toBeLessThan(12)
  await undo(scope)
  await expect(scope.get('probe-factor-voltage0')).toHaveValue('1 x')
  await expect(scale(scope)).toHaveValue('200 mV/div')
})

test('a unit and a label are on the screen, and go with undo', async ({ scope }) => {
  await openInput(scope)
  await scope.enter('unit-voltage0', 'N')
  await expect(scale(scope)).toHaveValue('200 mN/div')
  await undo(scope)
  await expect(scale(scope)).toHaveValue('200 mV/div')
  await scope.enter('label-voltage0', 'Vbus')
  await expect(scope.get('channel-voltage0')).toContainText('Vbus')
  await undo(scope)
  await expect(scope.get('channel-voltage0')).not.toContainText('Vbus')
})

test('Alt + I turns the trace over', async ({ scope }) => {
  await openInput(scope)
  // A level for half a second: whatever of it is on the screen looks alike.
  await scope.enter('source_frequency-voltage0', '1 Hz')
  await expect(scope.get('source_frequency-voltage0')).toHaveValue('1 Hz')
  await expect.poll(async () => (await trace(scope)).thickness).toBeLessThan(200)
  await scope.page.keyboard.press('Space')
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.waitForStillness()
  const { height } = await trace(scope)
  const middle = (await scope.trace.boundingBox())!.height / 2
  expect(Math.abs(height - middle)).toBeGreaterThan(middle / 8)
  await scope.page.keyboard.press('Alt+i')
  await expect(scope.get('inverted-voltage0')).toBeChecked()
  await expect.poll(async () => Math.abs((await trace(scope)).height + height - 2 * middle)).toBeLessThan(12)
  await undo(scope)
  await expect(scope.get('inverted-voltage0')).not.toBeChecked()
  await expect.poll(async () => Math.abs((await trace(scope)).height - height)).toBeLessThan(8)
})

test('a bandwidth limit makes a noisy trace thin, and the badge names it', async ({ scope }) => {
  await openInput(scope)
  await expect(badge(scope)).toHaveText(/^envelope/)
  const raw = await trace(scope)
  await scope.enter('bandwidth-voltage0', '100 kHz')
  await expect(scope.get('bandwidth-voltage0')).toHaveValue('100 kHz')
  await expect(badge(scope)).toHaveText(/^100 kHz limit · envelope/)
  await expect.poll(async () => (await trace(scope)).thickness).toBeLessThan(raw.thickness / 2)
  await undo(scope)
  await expect(scope.get('bandwidth-voltage0')).toHaveValue('off')
  await expect(badge(scope)).toHaveText(/^envelope/)
  await expect.poll(async () => (await trace(scope)).thickness).toBeGreaterThan(raw.thickness * 0.75)
  // Also of what stands still.
  await scope.page.keyboard.press('Space')
  await expect(scope.get('state-word')).toHaveText('Stop')
  await scope.enter('bandwidth-voltage0', '100 kHz')
  await expect(badge(scope)).toHaveText(/^100 kHz limit · envelope/)
  await expect.poll(async () => (await trace(scope)).thickness).toBeLessThan(raw.thickness / 2)
  // What takes nothing away says so.
  await scope.enter('bandwidth-voltage0', '20 MHz')
  await expect(scope.get('channel-voltage0')).toContainText('no effect at 10 MS/s')
  await expect(badge(scope)).toHaveText(/^envelope/)
})

test('the scale goes in fine steps too', async ({ scope }) => {
  await openInput(scope)
  await scope.page.keyboard.press('{')
  await expect(scale(scope)).toHaveValue('195 mV/div')
  await undo(scope)
  await expect(scale(scope)).toHaveValue('200 mV/div')
  const box = (await scope.trace.boundingBox())!
  await scope.page.mouse.move(box.x + 10, box.y + box.height / 2)
  await scope.page.keyboard.down('Shift')
  await scope.page.mouse.wheel(0, 120)
  await scope.page.keyboard.up('Shift')
  await expect(scale(scope)).toHaveValue('210 mV/div')
  await undo(scope)
  await expect(scale(scope)).toHaveValue('200 mV/div')
})

test('what joins samples, and dots, are named by the badge', async ({ scope }) => {
  await scope.enter('time-per-div-field', '200 ns')
  await expect(badge(scope)).toHaveText(/^raw 1:1 · sin\(x\)\/x · dots/)
  await scope.page.keyboard.press('Shift+L')
  await expect(badge(scope)).toHaveText(/^raw 1:1 · linear · dots/)
  await scope.page.keyboard.press('Shift+S')
  await scope.page.keyboard.press('Shift+S')
  await expect(badge(scope)).toHaveText(/^raw 1:1 · linear$/)
  await undo(scope)
  await expect(badge(scope)).toHaveText(/^raw 1:1 · linear · dots/)
})
