// The guide over the fake instrument, by the keyboard and by hand.
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { findInGuide } from '#shared/guide/find.ts'
import type { GuidePage } from '#shared/guide/page.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import GuideDialog from './GuideDialog.vue'
import { useGuide } from './use-guide.ts'

async function opened() {
  const { screen } = await mountWithFake(GuideDialog, {}, 'operator', false)
  await runCommand('guide')
  await nextTick()
  const dialog = screen.get<HTMLDialogElement>('[data-testid=guide]')
  const field = screen.get<HTMLInputElement>('[data-testid=guide-search]')
  return { screen, dialog, field, text: () => screen.get('[data-testid=guide-page]').text() }
}

describe('the guide', () => {
  it('opens at its first page, with the keyboard in the search', async () => {
    const { dialog, field, text } = await opened()
    expect([dialog.element.open, document.activeElement === field.element]).toEqual([true, true])
    expect(text()).toContain('First trace in a minute')
  })

  it('shows what is found, and Enter goes to the best of it', async () => {
    const { screen, field, text } = await opened()
    await field.setValue('holdoff trigger')
    expect(screen.findAll('[data-testid=guide-found] a').length).toBeGreaterThan(1)
    await field.setValue('watermark')
    await field.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(text()).toContain('Blocks, watermark and gaps'))
    expect(field.element.value).toBe('')
  })

  it('says it where nothing is found, and Enter does nothing then', async () => {
    const { screen, field } = await opened()
    await field.setValue('xyzzy')
    await field.trigger('keydown', { key: 'Enter' })
    expect(screen.get('[data-testid=guide-count]').text()).toBe('Nothing has all these words: xyzzy')
    expect(useGuide().place.page).toBe('first-trace')
  })

  it('gives the keyboard to the section that a link leads to', async () => {
    const { screen } = await opened()
    useGuide().follow({ page: 'kinds', section: 'measurements' })
    await vi.waitFor(() => {
      const section = screen.get<HTMLElement>('[data-section=measurements]').element
      expect(document.activeElement === section).toBe(true)
    })
  })

  it('goes back the way that was gone, and stays where there is none', async () => {
    await opened()
    const guide = useGuide()
    guide.follow({ page: 'kinds', section: 'triggers' })
    guide.follow({ page: 'keys', section: '' })
    guide.back()
    expect(guide.place).toEqual({ page: 'kinds', section: 'triggers' })
    guide.back()
    guide.back()
    expect(guide.place.page).toBe('first-trace')
  })

  it('has text, and no link, where a file of the repository is meant', async () => {
    const { screen } = await opened()
    useGuide().follow({ page: 'driver-in-full', section: '' })
    await nextTick()
    expect(screen.find('[data-testid=guide-page]').text()).toContain('A driver in full')
    expect(screen.find('[data-testid=guide-page]').text()).toContain('setupDmaengineBuffer')
    expect(screen.findAll('[data-testid=guide-page] a')).toEqual([])
  })
})

const page = (id: string, title: string, heading: string, text: string): GuidePage => ({
  id,
  title,
  blocks: [
    { type: 'heading', level: 1, id: 'top', content: [{ type: 'text', text: title }] },
    { type: 'heading', level: 2, id: 'part', content: [{ type: 'text', text: heading }] },
    { type: 'paragraph', content: [{ type: 'text', text }] },
  ],
})

describe('findInGuide', () => {
  const pages = [
    page('a', 'Alpha', 'Small', 'a word about edges, and more'),
    page('b', 'Beta', 'Edges', 'nothing'),
    page('c', 'Gamma', 'Other', 'wedges'),
  ]

  it('finds a heading first, then a word, then a part of one', () => {
    expect(findInGuide(pages, 'EDGES').map(({ page: id }) => id)).toEqual(['b', 'a', 'c'])
    expect(findInGuide(pages, 'edges')[1]).toEqual({
      page: 'a',
      title: 'Alpha',
      section: 'part',
      heading: 'Small',
      excerpt: 'a word about edges, and more',
    })
  })

  it('finds only what has all words, and nothing for no word', () => {
    expect(findInGuide(pages, 'edges more').map(({ page: id }) => id)).toEqual(['a'])
    expect(findInGuide(pages, 'edges xyzzy')).toEqual([])
    expect(findInGuide(pages, '  ')).toEqual([])
  })
})
