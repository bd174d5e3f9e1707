// What a picky newcomer tried, one test for each thing that was in the way. The names are the words of whoever met it.
import { expect, test } from '../fixtures/lane.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800'] })

test.describe('the trigger', () => {
  test('T goes between auto and normal, and the scope runs on', async ({ scope }) => {
    await scope.waitForFrames(2)
    for (const mode of ['normal', 'auto', 'normal', 'auto']) {
      await scope.page.keyboard.press('t')
      await expect(scope.get('trigger-readout')).toContainText(`edge, ${mode}`)
    }
    await expect(scope.get('state-word')).not.toHaveText('Stop')
    const before = await scope.frames()
    await expect.poll(() => scope.frames()).toBeGreaterThan(before)
  })

  test('the level, dragged beyond the range, ends at its end without a complaint', async ({ scope }) => {
    await scope.waitForFrames(2)
    const trace = await scope.trace.boundingBox()
    const handle = scope.get('level-handle')
    const line = scope.get('level-line')
    await handle.hover()
    await scope.page.mouse.down()
    await scope.page.mouse.move((trace?.x ?? 0) + 700, (trace?.y ?? 0) + 3, { steps: 12 })
    await expect(line).toBeVisible()
    await scope.page.mouse.up()
    await expect(scope.get('trigger-level')).toHaveValue(/^(1 V|1000 mV|999\.\d+ mV)$/)
    await expect(scope.get('problems')).toHaveCount(0)
    expect(await scope.trace.boundingBox()).toEqual(trace)
  })

  test('a level typed beyond the range is refused beside the field, with what it can be', async ({ scope }) => {
    await scope.enter('trigger-level', '2,5 V')
    await expect(scope.page.getByRole('alert')).toContainText('goes from −1.00 V to 1.00 V')
  })

  test('single says that it waits, and for what, also in auto mode; nothing is left when it came', async ({
    scope,
  }) => {
    await scope.waitForFrames(2)
    await scope.enter('trigger-level', '950 mV')
    await scope.get('single').click()
    const notice = scope.get('trace-notice')
    await expect(notice).toContainText('single: waiting for CH1 ↗ 950 mV')
    await expect(notice).toContainText('above the signal')
    await expect(scope.get('single')).toHaveAttribute('aria-pressed', 'true')
    await scope.page.keyboard.press('Shift+T')
    await expect(scope.get('state-word')).toHaveText('Stop')
    await expect(notice).toHaveText('stopped')
    await expect(scope.get('single')).toHaveAttribute('aria-pressed', 'false')
  })

  test('the button of the capture says what it will do', async ({ scope }) => {
    await scope.waitForFrames(2)
    const button = scope.get('run')
    await expect(button).toHaveText('Stop')
    await button.click()
    await expect(scope.get('state-word')).toHaveText('Stop')
    await expect(button).toHaveText('Run')
  })

  test('its channel is switched off: it moves to one that is on, says so, and goes on', async ({ scope }) => {
    await scope.waitForFrames(2)
    await scope.page.keyboard.press('Alt+2')
    await scope.get('trigger-edge').click()
    await scope.page
      .getByRole('option', { name: /CH2 . rising/ })
      .locator('visible=true')
      .click()
    await scope.get('trigger-mode').getByText('Normal').click()
    await expect(scope.get('trigger-readout')).toContainText('CH2')
    await scope.page.keyboard.press('Alt+2')
    await expect(scope.get('trigger-readout')).toContainText('CH1')
    await expect(scope.get('problems')).toContainText('The trigger moved to CH1: CH2 is off.')
    await expect(scope.get('state-word')).toHaveText("Trig'd")
    await scope.get('single').click()
    await expect(scope.get('state-word')).toHaveText('Stop')
  })
})

test.describe('auto-set', () => {
  test('from afar shows a few whole periods, all of their height, with one press', async ({ scope }) => {
    await scope.waitForFrames(2)
    await scope.enter('source_frequency-voltage0', '1 khz')
    await scope.enter('time-per-div-field', '200 ns')
    await scope.setPersistence(false)
    await scope.waitForFrames(3)
    await scope.get('autoset').click()
    await expect(scope.get('problems')).toContainText('Auto-set: time per division 200 ns → 500 µs')
    await expect(scope.get('time-per-div')).toContainText('500 µs/div')
    await expect(scope.get('volts-per-div-voltage0')).toContainText('500 mV')
    await expect.poll(() => scope.periods()).toBeGreaterThanOrEqual(3)
    const heights = await scope.heights()
    const box = await scope.trace.boundingBox()
    // 1.6 V at 500 mV/div: 3.2 of 8 divisions.
    const height = (Math.max(...heights) - Math.min(...heights)) / (box?.height ?? 1)
    expect(height).toBeGreaterThan(0.35)
    expect(height).toBeLessThan(0.45)
    await expect(scope.get('trigger-level')).toHaveValue('0 V')
    await expect(scope.get('offset-voltage0')).toHaveValue('0 V')
  })

  test('right after another source and amplitude', async ({ scope }) => {
    await scope.waitForFrames(2)
    await scope.enter('source_frequency-voltage0', '20 Hz')
    await scope.enter('source_amplitude-voltage0', '30 mV')
    await scope.get('autoset').click()
    await expect(scope.get('time-per-div')).toContainText('20 ms/div')
    await expect(scope.get('beyond-voltage0')).toHaveCount(0)
  })
})

test.describe('the screen is never blank without a reason', () => {
  test('a view shorter than a sample', async ({ scope }) => {
    await scope.waitForFrames(2)
    await scope.enter('time-per-div-field', '1 ns')
    await expect(scope.get('trace-notice')).toContainText('less than a sample in view')
    await expect(scope.get('trace-notice')).toContainText('100 ns')
  })

  test('a trace above the screen says so, and a click brings it back', async ({ scope }) => {
    await scope.waitForFrames(2)
    await scope.enter('source_amplitude-voltage0', '100 mV')
    await scope.enter('source_offset-voltage0', '0,5')
    for (let k = 0; k < 9; k++) await scope.page.keyboard.press('[')
    const mark = scope.get('beyond-voltage0')
    await expect(mark).toHaveText(/CH1 above/)
    await mark.click()
    await expect(mark).toHaveCount(0)
  })

  test('a time that is not in memory', async ({ scope }) => {
    await scope.waitForFrames(2)
    await scope.page.keyboard.press('Home')
    for (let k = 0; k < 12; k++) await scope.page.keyboard.press('ArrowLeft')
    await expect(scope.get('trace-notice')).toContainText('No samples here')
  })

  test('no channel on', async ({ scope }) => {
    await scope.waitForFrames(2)
    await scope.page.keyboard.press('Alt+1')
    await expect(scope.get('trace-notice')).toContainText('No channel is on')
    for (let k = 0; k < 3; k++) await scope.get('run').click()
    await expect(scope.get('problems')).toHaveCount(0)
  })
})

test.describe('numbers', () => {
  test('are understood as people write them', async ({ scope }) => {
    await scope.waitForFrames(1)
    for (const [field, typed, shown] of [
      ['offset-voltage0', '0,5', '+500 mV'],
      ['offset-voltage0', '100mv', '+100 mV'],
      ['source_frequency-voltage0', '100 khz', '100 kHz'],
      ['source_phase-voltage0', '90 deg', '90 °'],
      ['trigger-level', '−0,25 V', '−250 mV'],
      ['time-per-div-field', '1,5 US', '1.5 µs/div'],
      ['block-size', '65,536', '64 KiB'],
    ] as const) {
      await scope.enter(field, typed)
      await expect(scope.get(field), typed).toHaveValue(shown)
      await expect(scope.page.getByRole('alert'), typed).toHaveCount(0)
    }
  })

  test('are refused beside the field, with what would do', async ({ scope }) => {
    await scope.waitForFrames(1)
    for (const [field, typed] of [
      ['position', '1e9'],
      ['offset-voltage0', '1e9'],
      ['trigger-level', 'high'],
      ['time-per-div-field', '1 h'],
    ] as const) {
      const before = await scope.get(field).inputValue()
      await scope.enter(field, typed)
      await expect(scope.page.getByRole('alert'), typed).toContainText(/\d/)
      await scope.page.keyboard.press('Escape')
      await expect(scope.get(field), typed).toHaveValue(before)
      await expect(scope.get('problems'), typed).toHaveCount(0)
    }
  })
})

test.describe('the picture', () => {
  test('a notch of the wheel is a step of the time base, whatever the machine calls a notch', async ({ scope }) => {
    await scope.waitForFrames(2)
    const timePerDiv = scope.get('time-per-div')
    await scope.enter('time-per-div-field', '5 us')
    await scope.trace.hover()
    for (const [pixels, shown] of [
      [120, '10 µs/div'],
      [100, '20 µs/div'],
      [-120, '10 µs/div'],
      [-100, '5 µs/div'],
    ] as const) {
      await scope.page.mouse.wheel(0, pixels)
      await expect(timePerDiv).toContainText(shown)
    }
  })

  test('another amplitude leaves nothing of the old waveform glowing', async ({ scope }) => {
    await scope.setPersistence(true)
    await scope.waitForFrames(10)
    const spread = async (): Promise<number> => {
      const tops = (await scope.columns()).map(({ top }) => top)
      return Math.max(...tops) - Math.min(...tops)
    }
    const before = await spread()
    await scope.enter('source_amplitude-voltage0', '100 mV')
    await expect(scope.get('seam-notice')).toBeVisible()
    await scope.get('run').click()
    await expect(scope.get('state-word')).toHaveText('Stop')
    await scope.waitForStillness()
    // An eighth of the height, and the noise.
    expect(await spread()).toBeLessThan(before * 0.4)
  })

  test('what is simulated says so, apart from the settings of the channel', async ({ scope }) => {
    await scope.waitForFrames(1)
    const panel = scope.get('channel-voltage0')
    await expect(panel.getByText('Simulated source')).toBeVisible()
    await expect(panel.getByText('Offset', { exact: true })).toHaveCount(1)
    const heading = await panel.getByText('Simulated source').boundingBox()
    const offset = await scope.get('source_offset-voltage0').boundingBox()
    const ofScreen = await scope.get('offset-voltage0').boundingBox()
    expect(ofScreen?.y).toBeLessThan(heading?.y ?? 0)
    expect(offset?.y).toBeGreaterThan(heading?.y ?? 0)
  })
})
