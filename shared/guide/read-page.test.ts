import { describe, expect, it } from 'vitest'
import { errnoOf } from '../errors.ts'
import { inlinesOf, textOf } from './page.ts'
import { readPage, sectionId } from './read-page.ts'

const listed = { id: 'x', file: 'shared/guide/pages/x.md', part: 'Using it' } as const
const read = (markdown: string) => readPage(listed, markdown)
const refusal = (markdown: string): unknown => {
  try {
    return read(markdown)
  } catch (thrown) {
    return [errnoOf(thrown), String(thrown)]
  }
}

describe('a page of the guide', () => {
  it('has its title, and all its blocks', () => {
    const page = read(
      '# The title\n\nText with `code`, <kbd>F1</kbd> and **strong\nwords**.\n\n1. one\n2. two\n\n```sh run\nls\n```\n\n| a | b |\n| --- | --- |\n| 1 | `2` |\n\n![What one sees](../../../e2e/screenshots/dark.png)\n',
    )
    expect(page.title).toBe('The title')
    expect(page.blocks.map(textOf)).toEqual([
      'The title',
      'Text with code, F1 and strong words.',
      'one two',
      'ls',
      'a b 1 2',
      'What one sees',
    ])
    expect(page.blocks.map(({ type }) => type)).toEqual(['heading', 'paragraph', 'list', 'code', 'table', 'picture'])
    expect(page.blocks[3]).toMatchObject({ words: ['sh', 'run'] })
    expect(page.blocks[5]).toMatchObject({ file: 'e2e/screenshots/dark.png' })
    expect(inlinesOf(page.blocks)).toContainEqual({ type: 'key', text: 'F1' })
  })

  it('has the title that the list gives it, where its file is called otherwise', () => {
    const page = readPage({ ...listed, title: 'A driver in full' }, '# drivers: one folder each\n\nText.\n')
    expect(page.title).toBe('A driver in full')
    expect(page.blocks[0]).toMatchObject({ type: 'heading', level: 1, id: 'a-driver-in-full' })
    expect(page.blocks.map(textOf)).toEqual(['A driver in full', 'Text.'])
  })

  it('has links to sections of pages, to files, and to addresses outside', () => {
    const page = read(
      '# T\n\n[a](kinds.md#triggers) [b](#here) [c](../../../README.md) [d](https://example.org) [e](../../../main/drivers/README.md)',
    )
    const targets = inlinesOf(page.blocks).flatMap((one) => (one.type === 'link' ? [one.to] : []))
    expect(targets).toEqual([
      { page: 'kinds', section: 'triggers' },
      { page: 'x', section: 'here' },
      { file: 'README.md' },
      { url: 'https://example.org' },
      { page: 'driver-in-full', section: '' },
    ])
  })

  it('has the ids of headings that GitHub makes', () => {
    expect(sectionId('Blocks, watermark and gaps')).toBe('blocks-watermark-and-gaps')
    expect(sectionId('What A–B costs: 5 %')).toBe('what-ab-costs-5-')
  })

  it('is refused with what cannot be shown', () => {
    expect(refusal('no heading')).toEqual(['EINVAL', expect.stringContaining('x.md does not begin with a heading')])
    expect(refusal('# T\n\n> a quote')).toEqual(['EINVAL', expect.stringContaining('cannot show blockquote')])
    expect(refusal('# T\n\ntext ![in it](x.png)')).toEqual(['EINVAL', expect.stringContaining('cannot show image')])
  })
})
