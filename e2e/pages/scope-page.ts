// The screen of the oscilloscope as a user sees it: controls by name, figures by what they say.
import { expect, type Locator, type Page } from '@playwright/test'

/** Values of `data-` attributes on the page's root, which tell what was drawn last. */
export type DrawnFact = 'frames' | 'last-form' | 'anchor'

export class ScopePage {
  readonly page: Page
  readonly trace: Locator

  constructor(page: Page) {
    this.page = page
    this.trace = page.getByTestId('trace')
  }

  get(testId: string): Locator {
    return this.page.getByTestId(testId)
  }

  async drawn(fact: DrawnFact): Promise<string> {
    return (await this.page.locator('html').getAttribute(`data-${fact}`)) ?? ''
  }

  /** Frames drawn since the page was loaded. */
  async frames(): Promise<number> {
    return Number(await this.drawn('frames'))
  }

  /** Waits until at least `more` frames have been drawn from now on. */
  async waitForFrames(more: number): Promise<void> {
    const wanted = (await this.frames()) + more
    await expect.poll(() => this.frames(), { message: `${more} more frames` }).toBeGreaterThanOrEqual(wanted)
  }

  /** Waits until no frame has been drawn for half a second, and returns how many there were. */
  async waitForStillness(): Promise<number> {
    let last = -1
    await expect
      .poll(
        async () => {
          const before = last
          last = await this.frames()
          return last === before
        },
        { message: 'no more frames', intervals: [500] },
      )
      .toBe(true)
    return last
  }

  /** Types a value into a field of a panel and applies it. */
  async enter(testId: string, value: string): Promise<void> {
    const field = this.get(testId)
    await field.fill(value)
    await field.press('Enter')
  }

  /** Waits until the status bar says that nothing was ever lost. */
  async expectNothingLost(): Promise<void> {
    await expect(this.get('status-lost')).toHaveText(/^\s*0\s+lost/)
  }

  /** The picture of the trace, to be compared with another one. */
  picture(): Promise<string> {
    return this.trace
      .locator('canvas')
      .first()
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  }

  /**
   * Periods of the first channel's trace across the screen, counted in its pixels: upward crossings of its middle, with
   * a quarter of its height as hysteresis.
   */
  periods(): Promise<number> {
    return this.trace
      .locator('canvas')
      .first()
      .evaluate((element) => {
        const canvas = element as HTMLCanvasElement
        const { width, height } = canvas
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray()
        // The first channel is yellow on a dark screen; nothing else on the canvas is.
        const isYellow = (at: number): boolean =>
          (pixels[at] ?? 0) > 150 && (pixels[at + 1] ?? 0) > 120 && (pixels[at + 2] ?? 255) < 110
        const heights: number[] = []
        for (let x = 0; x < width; x++) {
          let sum = 0
          let count = 0
          for (let y = 0; y < height; y++)
            if (isYellow((y * width + x) * 4)) {
              sum += y
              count++
            }
          if (count > 0) heights.push(sum / count)
        }
        const top = Math.min(...heights)
        const bottom = Math.max(...heights)
        let isLow = false
        let crossings = 0
        for (const y of heights) {
          if (y > top + (bottom - top) * 0.625) isLow = true
          else if (isLow && y < top + (bottom - top) * 0.375) {
            isLow = false
            crossings++
          }
        }
        return crossings
      })
  }
}
