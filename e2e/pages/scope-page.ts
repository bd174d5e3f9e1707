// The screen of the oscilloscope as a user sees it: controls by name, figures by what they say.
import { expect, type Locator, type Page } from '@playwright/test'
import { boxesWithin, columnsOf, countPeriods, type TraceColor, type TraceColumn } from './trace-picture.ts'

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

  /** Switches persistence on or off. */
  async setPersistence(wanted: boolean): Promise<void> {
    const button = this.get('persistence')
    if ((await button.getAttribute('aria-pressed')) !== String(wanted)) await button.click()
    await expect(button).toHaveAttribute('aria-pressed', String(wanted))
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

  /** The first channel's trace, the math trace in white, or what is clipped in red, in each column of what one sees (dark theme). */
  async columns(color: TraceColor = 'yellow'): Promise<TraceColumn[]> {
    return this.#columnsIn(this.trace, color)
  }

  /** The first channel's in the overview, beside the window and its ends. */
  async overviewColumns(): Promise<TraceColumn[]> {
    return this.#columnsIn(this.get('overview'), 'yellow')
  }

  async #columnsIn(area: Locator, color: TraceColor): Promise<TraceColumn[]> {
    const picture = await area.screenshot()
    const handles = await area.evaluate(boxesWithin, '[role=slider], [role=slider] *')
    return this.page.evaluate(columnsOf, { png: picture.toString('base64'), handles, color })
  }

  /** Its mean height in each column, in pixels from the top. */
  async heights(): Promise<number[]> {
    return (await this.columns()).map(({ mean }) => mean)
  }

  /** Periods of the first channel's trace across the screen. */
  async periods(): Promise<number> {
    return countPeriods(await this.heights())
  }
}
