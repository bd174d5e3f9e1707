// What a newcomer's hands and eyes do for a step of the guide.
import { expect, type Locator } from '@playwright/test'
import type { ScopePage } from '../pages/scope-page.ts'

/** @param recordings the folder of recordings, fresh for each page */
export type Deed = (scope: ScopePage, recordings: string) => Promise<unknown>

/** One key after the other. */
export const press = ({ page }: ScopePage, ...keys: readonly string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())

/** Types into what has the keyboard, and applies it. */
export async function typeInto(scope: ScopePage, text: string): Promise<void> {
  await scope.page.keyboard.type(text)
  await scope.page.keyboard.press('Enter')
}

export const stateWord = (scope: ScopePage): Locator => scope.get('state-word')
export const perDiv = (scope: ScopePage): Locator => scope.get('time-per-div')
export const level = (scope: ScopePage): Locator => scope.get('trigger-level')
export const notice = (scope: ScopePage): Locator => scope.get('trace-notice')

/** What a press changes is seen to change. */
export async function pressAndSee(scope: ScopePage, key: string, seen: () => Promise<string>): Promise<void> {
  const was = await seen()
  await press(scope, key)
  await expect.poll(seen, { message: `${key} does something` }).not.toBe(was)
}
