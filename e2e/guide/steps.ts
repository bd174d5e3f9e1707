// What the steps of the guide say, done: by the keys and fields that a page names, and looked at as it says.
import { readdirSync } from 'node:fs'
import { expect } from '@playwright/test'
import { type Deed, level, notice, perDiv, press, pressAndSee, stateWord, typeInto } from './hands.ts'

/** For each page with steps a deed for each of them, in their order, under how the step begins. */
export const deeds: Readonly<Record<string, readonly (readonly [beginning: string, deed: Deed])[]>> = {
  'first-trace': [
    [
      'Press Space. The capture stops',
      async (scope) => {
        await press(scope, 'Space')
        await expect(stateWord(scope)).toHaveText('Stop')
        await expect.poll(() => scope.columns().then((all) => all.length)).toBeGreaterThan(100)
      },
    ],
    [
      'Press Space again',
      async (scope) => {
        await press(scope, 'Space')
        await expect(stateWord(scope)).not.toHaveText('Stop')
      },
    ],
    ['Turn the wheel over the trace, or press −', (scope) => pressAndSee(scope, '-', () => perDiv(scope).innerText())],
    [
      'Press A. Auto-set',
      async (scope) => {
        await press(scope, 'a')
        await expect(scope.get('problems')).toContainText('Auto-set')
      },
    ],
    [
      'Type 10 kHz into the field Frequency',
      async (scope) => {
        await scope.enter('source_frequency-voltage0', '10 kHz')
        await expect(scope.get('source_frequency-voltage0')).toHaveValue('10 kHz')
        await expect(stateWord(scope)).not.toHaveText('Stop')
      },
    ],
    [
      'Press A. A few whole periods',
      async (scope) => {
        await scope.waitForFrames(3)
        await press(scope, 'a')
        await expect(perDiv(scope)).toContainText(/(20|50) µs/)
      },
    ],
    [
      'Press Ctrl + Z.',
      async (scope) => {
        await pressAndSee(scope, 'Control+z', () => perDiv(scope).innerText())
        await press(scope, 'Control+z')
        await expect(scope.get('source_frequency-voltage0')).toHaveValue('1 MHz')
      },
    ],
  ],
  triggers: [
    [
      'Type 500 mV into the field Level',
      async (scope) => {
        await scope.enter('trigger-level', '500 mV')
        await expect(scope.get('trigger-readout')).toContainText('500 mV')
      },
    ],
    ['Press Ctrl + ↓', (scope) => pressAndSee(scope, 'Control+ArrowDown', () => level(scope).inputValue())],
    [
      'Press T. The trigger is normal',
      async (scope) => {
        await press(scope, 't')
        await expect(scope.get('trigger-readout')).toContainText('normal')
      },
    ],
    [
      'Type 950 mV into the field Level',
      async (scope) => {
        await scope.enter('trigger-level', '950 mV')
        await expect(notice(scope)).toContainText('waiting for a trigger: CH1')
        await scope.waitForStillness()
      },
    ],
    [
      'Press Shift + T',
      async (scope) => {
        const before = await scope.frames()
        await press(scope, 'Shift+T')
        await expect.poll(() => scope.frames()).toBeGreaterThan(before)
      },
    ],
    [
      'Type 0 into the field Level',
      async (scope) => {
        await scope.enter('trigger-level', '0')
        await scope.waitForFrames(5)
      },
    ],
    [
      'Press S. One record',
      async (scope) => {
        await press(scope, 's')
        await expect(stateWord(scope)).toHaveText('Stop')
      },
    ],
  ],
  looking: [
    [
      'Press C. Two time cursors',
      async (scope) => {
        await press(scope, 'c')
        await expect(scope.get('cursor-line-time-1')).toBeVisible()
        await expect(scope.get('cursor-readout')).toContainText('Hz')
      },
    ],
    [
      'Press 1, then N',
      async (scope) => {
        await press(scope, '1')
        await pressAndSee(scope, 'n', () => scope.get('cursor-t1').inputValue())
      },
    ],
    [
      'Press C again',
      async (scope) => {
        await press(scope, 'c')
        await expect(scope.get('cursor-line-time-1')).toBeHidden()
      },
    ],
    [
      'Press M. The measurements',
      async (scope) => {
        await press(scope, 'm')
        await scope.get('measure-add').click()
        await expect(scope.get('measured-frequency-voltage0')).toBeVisible()
      },
    ],
    [
      'Press Alt + 2',
      async (scope) => {
        await press(scope, 'Alt+2')
        await expect(scope.get('channel-voltage1').getByRole('checkbox').first()).toBeChecked()
      },
    ],
    [
      'Press K.',
      async (scope) => {
        // The channel that was just switched on began a new capture, of which there is nothing to keep for a moment.
        await scope.waitForFrames(2)
        await press(scope, 'k')
        await expect(scope.get('reference-R1')).toBeVisible()
      },
    ],
    [
      'Press Home.',
      async (scope) => {
        await press(scope, 'Home')
        await expect(scope.get('memory-live')).toBeEnabled()
        await press(scope, 'End')
        await expect(scope.get('memory-live')).toBeDisabled()
      },
    ],
  ],
  buffers: [
    [
      'Press B, type 64 KiB',
      async (scope) => {
        await press(scope, 'b')
        await typeInto(scope, '64 KiB')
        await expect(scope.get('block-size')).toHaveValue('64 KiB')
        await scope.expectNothingLost()
      },
    ],
    [
      'Press W, type 20000',
      async (scope) => {
        await press(scope, 'w')
        await typeInto(scope, '20000')
        await expect(scope.get('watermark')).toHaveValue(/^20.?000/)
      },
    ],
    [
      'Press B, type 1 B',
      async (scope) => {
        await press(scope, 'b')
        await typeInto(scope, '1 B')
        await expect(scope.page.getByRole('alert')).toBeVisible()
      },
    ],
    [
      'Press Esc. The size in force',
      async (scope) => {
        await press(scope, 'Escape')
        await expect(scope.get('block-size')).toHaveValue('64 KiB')
      },
    ],
    [
      'Press Ctrl + Z. The watermark',
      async (scope) => {
        await press(scope, 'Control+z')
        await expect(scope.get('watermark')).not.toHaveValue(/^20.?000/)
        await expect(scope.get('block-size')).toHaveValue('64 KiB')
      },
    ],
  ],
  recordings: [
    [
      'Press R. The button Record counts',
      async (scope) => {
        await press(scope, 'r')
        await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'true')
      },
    ],
    [
      'Press R again',
      async (scope, recordings) => {
        await press(scope, 'r')
        await expect(scope.get('problems')).toContainText('recorded')
        expect(readdirSync(recordings).filter((file) => file.endsWith('.json'))).toHaveLength(1)
      },
    ],
    [
      'Press Ctrl + E',
      async (scope) => {
        await press(scope, 'Control+e')
        await expect(scope.get('export-dialog')).toBeVisible()
      },
    ],
    [
      'Press Esc. Nothing was written',
      async (scope, recordings) => {
        await press(scope, 'Escape')
        await expect(scope.get('export-dialog')).toBeHidden()
        expect(readdirSync(recordings)).toHaveLength(2)
      },
    ],
  ],
  boards: [
    [
      'Press I. The next device',
      async (scope) => {
        await press(scope, 'i')
        await expect(scope.get('capture-gigascope')).toBeVisible()
      },
    ],
    [
      'Press Shift + I',
      async (scope) => {
        await press(scope, 'Shift+I')
        await expect(scope.get('capture-gigascope')).toBeHidden()
      },
    ],
    [
      'Press Ctrl + I',
      async (scope) => {
        await press(scope, 'Control+i')
        await expect(scope.get('add-device-address')).toBeFocused()
      },
    ],
    [
      'Type ip:127.0.0.1:1',
      async (scope) => {
        await typeInto(scope, 'ip:127.0.0.1:1')
        await expect(scope.get('device-tree').getByRole('alert')).toContainText('Nothing listens at 127.0.0.1:1')
      },
    ],
  ],
  troubleshooting: [
    [
      'Type 950 mV into the field Level',
      async (scope) => {
        await scope.enter('trigger-level', '950 mV')
        await press(scope, 's')
        await expect(notice(scope)).toContainText('waiting for CH1')
        await expect(notice(scope)).toContainText('above the signal')
      },
    ],
    [
      'Press A. Auto-set finds a level',
      async (scope) => {
        await press(scope, 'a')
        await expect(level(scope)).not.toHaveValue('950 mV')
        await expect(notice(scope).filter({ hasText: 'waiting' })).toHaveCount(0)
      },
    ],
    [
      'Type 9 V into the field Level',
      async (scope) => {
        await scope.enter('trigger-level', '9 V')
        await expect(scope.page.getByRole('alert')).toContainText('goes from')
      },
    ],
    [
      'Press Esc. The level in force',
      async (scope) => {
        await press(scope, 'Escape')
        await expect(level(scope)).not.toHaveValue('9 V')
      },
    ],
  ],
}
