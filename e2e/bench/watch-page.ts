// What a page did over a stretch of time: frames it drew, refreshes it was given, tasks that held it up.
import type { ScopePage } from '../pages/scope-page.ts'

export interface Watched {
  readonly framesPerSecond: number
  readonly refreshesPerSecond: number
  /** 0 when no task took 50 ms or more: shorter ones are not reported by the browser. */
  readonly longestTaskMs: number
}

/** Counts inside the page, so that asking costs it nothing. */
export async function watchPage(scope: ScopePage, seconds: number): Promise<Watched> {
  const framesBefore = await scope.frames()
  // Written without named functions: what the loader adds to those does not exist in the page.
  const seen = await scope.page.evaluate(async (forMs) => {
    let longest = 0
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
    })
    observer.observe({ type: 'longtask' })
    const begin = performance.now()
    let refreshes = 0
    while (performance.now() - begin < forMs) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      refreshes++
    }
    observer.disconnect()
    return { refreshes, longest, passedMs: performance.now() - begin }
  }, seconds * 1e3)
  const frames = (await scope.frames()) - framesBefore
  const passed = seen.passedMs / 1e3
  return {
    framesPerSecond: frames / passed,
    refreshesPerSecond: seen.refreshes / passed,
    longestTaskMs: seen.longest,
  }
}
