// The screen of the oscilloscope as a user sees it: controls by name, figures by what they say.
import { expect, type Locator, type Page } from '@playwright/test'

export class ScopePage {
  readonly page: Page
  readonly root: Locator
  readonly trace: Locator

  constructor(page: Page) {
    this.page = page
    this.root = page.locator('[data-frames]')
    this.trace = page.getByTestId('trace')
  }

  get(testId: string): Locator {
    return this.page.getByTestId(testId)
  }

  /** Frames drawn since the page was loaded. */
  async frames(): Promise<number> {
    return Number((await this.root.getAttribute('data-frames')) ?? '0')
  }

  /** Waits until at least `more` frames have been drawn from now on. */
  async waitForFrames(more: number): Promise<void> {
    const before = await this.frames()
    await expect.poll(() => this.frames(), { message: `${more} more frames` }).toBeGreaterThanOrEqual(before + more)
  }

  /** Waits until nothing is drawn any more: the count stays the same for half a second. */
  async waitForStillness(): Promise<void> {
    await expect
      .poll(async () => {
        const before = await this.frames()
        await this.page.waitForTimeout(500)
        return (await this.frames()) - before
      })
      .toBe(0)
  }

  async click(testId: string): Promise<void> {
    await this.get(testId).click()
  }

  /** Types a value into a field of the panel and confirms it. */
  async enter(testId: string, value: string): Promise<void> {
    const field = this.get(testId).locator('input').or(this.get(testId)).and(this.page.locator('input')).first()
    await field.fill(value)
    await field.press('Enter')
  }
}
