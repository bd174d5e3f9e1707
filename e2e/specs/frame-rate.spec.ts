// Fewer pictures a second, for who wants the processor for something else.
import { expect, test } from '../fixtures/lane.ts'
import type { ScopePage } from '../pages/scope-page.ts'

test.use({ words: ['--set', 'sampling_frequency=10000000'] })

/** Seconds that the page takes for so many pictures. A busy machine takes longer, and never less. */
function secondsFor(scope: ScopePage, pictures: number): Promise<number> {
  return scope.page.evaluate(async (count) => {
    const begin = performance.now()
    let seen = 0
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (++seen < count) return
        observer.disconnect()
        resolve()
      })
      observer.observe(document.documentElement, { attributeFilter: ['data-frames'] })
    })
    return (performance.now() - begin) / 1e3
  }, pictures)
}

test('Shift + F: up to 30 pictures a second, also after a reload, and up to 60 again', async ({ scope }) => {
  await scope.waitForFrames(10)
  await scope.page.keyboard.press('Shift+F')
  await expect.poll(() => scope.page.evaluate(() => localStorage.getItem('blockscope.frame-rate.1'))).toBe('30')
  await scope.waitForFrames(3)
  // Some of the first may have waited already.
  expect(await secondsFor(scope, 60)).toBeGreaterThan(1.7)
  await scope.page.reload()
  await scope.waitForFrames(10)
  expect(await secondsFor(scope, 60)).toBeGreaterThan(1.7)
  await scope.page.keyboard.press('Shift+F')
  await expect.poll(() => scope.page.evaluate(() => localStorage.getItem('blockscope.frame-rate.1'))).toBe('60')
  await scope.waitForFrames(10)
})

test('what a hand changes is drawn with fewer pictures, too', async ({ scope }) => {
  await scope.waitForFrames(10)
  await scope.page.keyboard.press('Shift+F')
  const before = await scope.periods()
  await scope.enter('time-per-div-field', '5 us')
  await expect.poll(() => scope.periods()).not.toBe(before)
})
