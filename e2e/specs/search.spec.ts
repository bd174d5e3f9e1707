// A search over the memory by keyboard alone: what is looked for, the events that were found, and the way from one to the next, while
// the capture goes on.
import { expect, test } from '../fixtures/lane.ts'

test.use({
  words: [
    ...[
      '--set',
      'sampling_frequency=1000000',
      '--set',
      'voltage0/source=square',
      '--set',
      'voltage0/source_frequency=100',
    ],
    ...['--set', 'timebase.secondsPerDiv=1ms', '--set', 'voltage0/source_noise=0'],
  ],
})

test('events of another kind than the trigger are found, marked, and stepped through by N and P', async ({ scope }) => {
  const { keyboard } = scope.page
  await scope.waitForFrames(2)
  await keyboard.press('e')
  await expect(scope.get('search-nothing')).toBeVisible()
  await expect(scope.get('memory-marks')).toHaveCount(0)
  // By its name in the palette: what is looked for is a setting.
  await keyboard.press('Control+k')
  await keyboard.type('search.kind=pulse')
  await keyboard.press('Enter')
  await expect(scope.get('search-kind')).toContainText('Pulse')
  await scope.enter('search-width', '6ms')
  await keyboard.press('Escape')
  // A pulse of 5 ms in every 10 ms.
  await expect
    .poll(async () => Number((await scope.get('search-count').textContent())?.replaceAll(/\D/g, '')))
    .toBeGreaterThan(20)
  await expect(scope.get('search-longest')).toHaveText('10 ms')
  await expect(scope.get('memory-marks')).toBeVisible()
  await expect(scope.get('trigger-readout')).toContainText('edge')
  await scope.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())

  const selected = scope.get('search-events').getByRole('option', { selected: true })
  const ordinal = async (): Promise<number> =>
    Number((await selected.locator('span').first().textContent())?.replaceAll(/\D/g, ''))
  // Stopped, so that the oldest do not leave and the places stay what they are.
  await keyboard.press('Space')
  await expect(scope.get('search-share')).toHaveText('100 %')
  await keyboard.press('p')
  await expect(selected).toHaveCount(1)
  await expect(scope.get('memory-selected')).toBeVisible()
  const newest = await ordinal()
  await keyboard.press('p')
  await expect.poll(ordinal).toBe(newest - 1)
  await keyboard.press('p')
  await expect.poll(ordinal).toBe(newest - 2)
  await keyboard.press('n')
  await expect.poll(ordinal).toBe(newest - 1)
  await scope.get('search-events').focus()
  await keyboard.press('ArrowDown')
  await expect.poll(ordinal).toBe(newest - 2)
  await expect(scope.get('memory-live')).toContainText('past')
  // End leads back; and undo takes what is looked for back, not where one looked.
  await keyboard.press('End')
  await expect(selected).toHaveCount(0)
  await keyboard.press('Control+z')
  await keyboard.press('Control+z')
  await expect(scope.get('search-kind')).toContainText('Off')
  await expect(scope.get('memory-marks')).toHaveCount(0)
  await scope.expectNothingLost()
})
