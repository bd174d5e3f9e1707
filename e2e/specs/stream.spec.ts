// What the screen says about the stream is so: since when it is counted, what is missing, what has ended.
import { expect, test } from '../fixtures/lane.ts'
import { endThread } from '../kills/front.ts'
import type { ScopePage } from '../pages/scope-page.ts'

const unitOf: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 }
/** `1.2345 M samples` as a number. */
function samplesIn(text: string): number {
  const [, digits = 'NaN', unit = ''] = /([\d.]+)\s*([kMG]?)\s+samples/.exec(text) ?? []
  return Number(digits) * (unitOf[unit] ?? Number.NaN)
}

/** The tip of a figure. A pointer that rests where the page just moved is not always told of it. */
async function tipOf(scope: ScopePage, testId: string, text: RegExp): Promise<string> {
  const tip = scope.page.getByRole('tooltip').filter({ hasText: text })
  await expect(async () => {
    await scope.page.mouse.move(2, 2)
    await scope.get(testId).hover()
    await expect(tip).toBeVisible({ timeout: 2000 })
  }).toPass()
  return tip.innerText()
}

test.describe('the certificate', () => {
  test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800'] })

  test('counts samples and losses of the same stretch of time, and the whole in its tooltip', async ({ scope }) => {
    await scope.waitForFrames(2)
    const run = scope.get('run')
    const counted = scope.get('status-samples')
    const stop = async (): Promise<number> => {
      await run.click()
      await expect(scope.get('status-gapfree')).toHaveText(/^stopped · (?!warming up).+ since \d\d:\d\d:\d\d$/)
      await expect(scope.get('status-gapfree').locator('.led')).not.toHaveClass(/ok/)
      // The figures come four times a second, and last of all those of the stop.
      let last = ''
      await expect
        .poll(
          async () => {
            const before = last
            last = await counted.innerText()
            return last === before
          },
          { intervals: [1000] },
        )
        .toBe(true)
      return samplesIn(last)
    }
    // A program that has just begun may count anew after its first seconds.
    await expect(scope.get('status-gapfree')).toHaveText(/^(?!warming up).* since/)
    const before = await stop()
    await run.click()
    await expect(scope.get('status-gapfree')).not.toContainText('stopped')
    await scope.waitForFrames(2)
    const after = await stop()
    const total = samplesIn(await tipOf(scope, 'status-samples', /samples/))
    expect(before).toBeGreaterThan(0)
    expect(after).toBeGreaterThan(0)
    // Five digits of each are shown.
    expect(Math.abs(total - (before + after))).toBeLessThan(total * 1e-3)
  })
})

test.describe('gaps', () => {
  // Two blocks of 512 bytes: 51 µs, which no reader on a desk keeps up with.
  test.use({
    words: ['sampling_frequency=10000000', 'blockBytes=512', 'blockCount=2'].flatMap((word) => ['--set', word]),
  })

  test('are counted, and the certificate stops claiming that there are none', async ({ scope }) => {
    await scope.waitForFrames(2)
    await expect(scope.get('status-lost')).toHaveClass(/warn/)
    await expect(scope.get('status-gapfree')).toHaveText(/^[\d\s]+ gaps? since \d\d:\d\d:\d\d$/)
    await expect(scope.get('status-gapfree').locator('.led')).toHaveClass(/warn/)
    await tipOf(scope, 'status-gapfree', /lost/)
  })
})

test.describe('a capture that ends by itself', () => {
  test.use({ words: ['--set', 'sampling_frequency=1000000'], first: endThread })

  test('is a fault with its reason, and Run begins anew', async ({ app, scope }) => {
    await scope.waitForFrames(2)
    process.kill(app.pid, 'SIGUSR2')
    await expect(scope.get('state-word')).toHaveText('Fault')
    await expect(scope.get('trace-notice')).toContainText('The capture stopped by itself')
    await expect(scope.get('trace-notice')).toContainText('Run starts it again')
    await expect(scope.get('status-gapfree')).toHaveText('stopped by a fault')
    await scope.get('run').click()
    await expect(scope.get('state-word')).not.toHaveText('Fault')
    await scope.waitForFrames(2)
    await expect(scope.get('status-gapfree')).toContainText('gap-free since')
  })
})
