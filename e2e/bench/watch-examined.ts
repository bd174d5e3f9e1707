// How much of the signal the trigger examined while a page was looked at, as the page says it: twice a second, in stretches.
import { expect } from '@playwright/test'
import type { ScopePage } from '../pages/scope-page.ts'

/** Length of a stretch, s. */
export const stretchSeconds = 10
const readEveryMs = 500

/**
 * The share that a read-out of the page names, 0..1: `100 % examined`, `93 % drawn` (all was examined), `94 % · 6 % blind`.
 * Null while it has nothing to say.
 */
export function shareIn(text: string): number | null {
  const percent = Number(/^([\d.]+) %/.exec(text.trim())?.[1])
  if (!Number.isFinite(percent)) return null
  return text.includes('blind') ? percent / 100 : 1
}

/** Means of the stretches of 10 s, oldest first; the last one may be shorter. */
export async function watchExamined(scope: ScopePage, seconds: number): Promise<readonly number[]> {
  const readout = scope.get('blind-time').locator('small')
  await expect(readout).toHaveText(/\d/)
  const texts = await readout.evaluate(
    async (element, { forMs, everyMs }) => {
      const said: string[] = []
      const begin = performance.now()
      while (performance.now() - begin < forMs) {
        await new Promise((resolve) => setTimeout(resolve, everyMs))
        said.push(element.textContent ?? '')
      }
      return said
    },
    { forMs: seconds * 1e3, everyMs: readEveryMs },
  )
  const shares = texts.map(shareIn).filter((share) => share !== null)
  const perStretch = (stretchSeconds * 1e3) / readEveryMs
  const means: number[] = []
  for (let at = 0; at < shares.length; at += perStretch) {
    const stretch = shares.slice(at, at + perStretch)
    means.push(stretch.reduce((sum, share) => sum + share, 0) / stretch.length)
  }
  return means
}
