// Two pages find each other, and notice when the other goes, however it goes.
import { expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
import { FakeBrowser, type FakePage } from '../testing/fake-pages.ts'
import { PagePair, type PairMessage, type Side } from './page-pair.ts'

const id = 'a'.repeat(32)

function join(page: FakePage, side: Side) {
  const pair = endWithTest(new PagePair(id, side, page.pairs))
  const heard: PairMessage[] = []
  const seen: boolean[] = []
  pair.onMessage.on((message) => heard.push(message))
  pair.onPresence.on((isThere) => seen.push(isThere))
  return { page, pair, heard, seen }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

it('whichever comes first, both know of each other, and talk', async () => {
  for (const order of [['trace', 'panels'] as const, ['panels', 'trace'] as const]) {
    const browser = new FakeBrowser()
    const [one, other] = order.map((side) => join(browser.page(), side))
    await eventually(() => expect([one!.pair.isOtherThere, other!.pair.isOtherThere]).toEqual([true, true]))
    one!.pair.post({ type: 'close' })
    other!.pair.post({ type: 'values', values: { theme: 'light' } })
    await eventually(() => expect(one!.heard).toEqual([{ type: 'values', values: { theme: 'light' } }]))
    expect([other!.heard, one!.seen, other!.seen]).toEqual([[{ type: 'close' }], [true], [true]])
  }
})

it('one that goes is missed, and one that comes in its place is met', async () => {
  const browser = new FakeBrowser()
  const trace = join(browser.page(), 'trace')
  const panels = join(browser.page(), 'panels')
  await eventually(() => expect(trace.seen).toEqual([true]))
  panels.page.close()
  await eventually(() => expect(trace.seen).toEqual([true, false]))
  const again = join(browser.page(), 'panels')
  await eventually(() => expect([trace.seen, again.seen]).toEqual([[true, false, true], [true]]))
})

it('of two that claim one side the first has it, and the second when that is gone', async () => {
  const browser = new FakeBrowser()
  const trace = join(browser.page(), 'trace')
  const first = join(browser.page(), 'panels')
  await eventually(() => expect(first.pair.isOtherThere).toBe(true))
  const second = join(browser.page(), 'panels')
  await settled()
  second.pair.post({ type: 'close' })
  trace.pair.post({ type: 'wantFrame' })
  await eventually(() => expect(first.heard).toEqual([{ type: 'wantFrame' }]))
  expect([second.pair.isHeld, second.heard, trace.heard]).toEqual([false, [], []])
  first.page.close()
  await eventually(() => expect([second.pair.isHeld, second.pair.isOtherThere]).toEqual([true, true]))
})

it('a pair that is left is nobody’s', async () => {
  const browser = new FakeBrowser()
  const trace = join(browser.page(), 'trace')
  const panels = join(browser.page(), 'panels')
  await eventually(() => expect(trace.seen).toEqual([true]))
  panels.pair.dispose()
  await eventually(() => expect(trace.seen).toEqual([true, false]))
  panels.pair.post({ type: 'close' })
  await settled()
  expect(trace.heard).toEqual([])
})
