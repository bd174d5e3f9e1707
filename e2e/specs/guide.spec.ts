// The guide in the window, and each step of its pages done as a newcomer would.
import { textOf } from '#shared/guide/page.ts'
import { pageList } from '#shared/guide/page-list.ts'
import { readGuide } from '../../renderer/guide-plugin.ts'
import { expect, test } from '../fixtures/lane.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import { deeds } from '../guide/steps.ts'

const recordings = scratchFolder('guide')

test.use({ words: ['--set', 'sampling_frequency=10000000', '--set', 'blockCount=800', '--recordings', recordings] })

const pages = readGuide()

/** What a page asks to try, one step behind the other. */
const stepsOf = (id: string): readonly string[] =>
  pages
    .find((one) => one.id === id)!
    .blocks.flatMap((block) =>
      block.type === 'list' && block.ordered ? block.items.map((item) => item.map(textOf).join(' ')) : [],
    )

test('F1 opens it, a search finds, a link leads on, back leads back, Escape closes', async ({ scope }) => {
  await scope.waitForFrames(2)
  await scope.page.keyboard.press('F1')
  const shown = scope.get('guide-page')
  await expect(shown).toContainText('First trace in a minute')
  await expect(scope.get('guide-search')).toBeFocused()

  await scope.page.keyboard.type('watermark')
  await expect(scope.get('guide-count')).toHaveText(/^\d+ found$/)
  const found = scope.get('guide-found').getByRole('link')
  await expect(found.first()).toContainText('Blocks, watermark and gaps')
  await scope.page.keyboard.press('Enter')
  await expect(shown).toContainText('The hardware does not hand over single samples')
  await expect(scope.get('guide-search')).toHaveValue('')

  await scope.get('guide-search').fill('xyzzy')
  await expect(scope.get('guide-count')).toHaveText('Nothing has all these words: xyzzy')
  await scope.get('guide-search').fill('')

  await scope.get('guide-to-triggers').click()
  await expect(shown).toContainText('A trigger is an event in the signal')
  await shown.getByRole('link', { name: 'Kinds' }).press('Enter')
  await expect(shown.locator('[data-section=triggers]')).toBeInViewport()
  await expect(shown.locator('[data-section=triggers]')).toBeFocused()
  await scope.get('guide-back').click()
  await expect(shown).toContainText('A trigger is an event in the signal')

  await scope.page.keyboard.press('Escape')
  await expect(scope.get('guide')).toBeHidden()
  // The page that was read is there again; the same key closes it, and the keyboard is the screen's.
  await scope.page.keyboard.press('F1')
  await expect(shown).toBeVisible()
  await expect(shown).toContainText('A trigger is an event in the signal')
  await scope.page.keyboard.press('F1')
  await expect(scope.get('guide')).toBeHidden()
  await scope.page.keyboard.press('Space')
  await expect(scope.get('state-word')).toHaveText('Stop')
})

test('a click leaves the keyboard in the guide: the arrows scroll, and Escape closes it', async ({ scope }) => {
  await scope.waitForFrames(2)
  await scope.page.keyboard.press('F1')
  await scope.get('guide-to-keys').click()
  const shown = scope.get('guide-page')
  await expect(shown).toBeFocused()
  await scope.page.keyboard.press('End')
  await expect.poll(() => shown.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0)
  // A click on what has no keyboard of its own takes it from all; Escape closes the guide all the same, once.
  await scope.get('guide').locator('#guide-title').click()
  await scope.page.keyboard.press('Escape')
  await scope.page.keyboard.press('F1')
  await expect(shown).toBeVisible()
  await scope.page.keyboard.press('F1')
  await expect(scope.get('guide')).toBeHidden()
})

test('all its pages are there, whole', async ({ scope }) => {
  await scope.waitForFrames(2)
  await scope.page.keyboard.press('F1')
  for (const { id, title, blocks } of pages) {
    await scope.get(`guide-to-${id}`).click()
    await expect(scope.get(`guide-to-${id}`)).toHaveAttribute('aria-current', 'page')
    await expect(scope.get('guide-page').getByRole('heading', { level: 2 })).toHaveText(title)
    const tables = blocks.filter(({ type }) => type === 'table').length
    await expect(scope.get('guide-page').getByRole('table')).toHaveCount(tables)
  }
})

test('a newcomer finds it, and F1 in a field opens it too', async ({ scope }) => {
  await scope.waitForFrames(2)
  await scope.get('trigger-level').focus()
  await scope.page.keyboard.press('F1')
  await expect(scope.get('guide')).toBeVisible()
  await scope.page.keyboard.press('Escape')
  await scope.page.keyboard.press('Control+k')
  await scope.get('palette-field').fill('guide')
  await scope.page.keyboard.press('Enter')
  await expect(scope.get('guide')).toBeVisible()
})

test('every page of the guide for users has steps, and this file knows how to do each', () => {
  const users = pageList.filter(({ part }) => part === 'Using it').map(({ id }) => id)
  expect(Object.keys(deeds).toSorted()).toEqual(users.toSorted())
  for (const id of users) {
    const steps = stepsOf(id)
    const known = deeds[id]!.map(([beginning]) => beginning)
    expect(steps, id).toHaveLength(known.length)
    for (const [k, step] of steps.entries()) expect(step.startsWith(known[k]!), `${id}: ${step}`).toBe(true)
  }
})

for (const [id, steps] of Object.entries(deeds))
  test(`the steps of the page ${id} do what they say`, async ({ scope }) => {
    test.setTimeout(180_000)
    // Who reads the guide has a trace on the screen.
    await expect.poll(() => scope.drawn('anchor')).toBe('trigger')
    for (const [beginning, deed] of steps) await test.step(beginning, () => deed(scope, recordings))
  })
