// What a page of the guide is made of. The window and the static pages show the same blocks, each in its own way.

export type Inline =
  | { readonly type: 'text' | 'code' | 'key'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis'; readonly content: readonly Inline[] }
  | { readonly type: 'link'; readonly to: Target; readonly content: readonly Inline[] }

/** Where a link leads: to a section of a page, to an address outside, or to a file of the repository that is no page. */
export type Target =
  /** `section` is the id of a heading; empty: the top of the page. */
  | { readonly page: string; readonly section: string }
  | { readonly url: string }
  /** Path from the root of the repository. */
  | { readonly file: string }

export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly id: string; readonly content: readonly Inline[] }
  | { readonly type: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  /** `words` are those behind its fence: the language, and what the tests do with it. */
  | { readonly type: 'code'; readonly words: readonly string[]; readonly text: string }
  | { readonly type: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  /** `file` is the path from the root of the repository, `text` what is to be seen. */
  | { readonly type: 'picture'; readonly file: string; readonly text: string }

export type Cell = readonly Inline[]

export interface GuidePage {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** What is read of some content, without its form. */
export function plainText(content: readonly Inline[]): string {
  return content.map((one) => ('content' in one ? plainText(one.content) : one.text)).join('')
}

/** Every inline part of some blocks, those inside others too. */
export function inlinesOf(blocks: readonly Block[]): readonly Inline[] {
  const within = (content: readonly Inline[]): readonly Inline[] =>
    content.flatMap((one) => ('content' in one ? [one, ...within(one.content)] : [one]))
  return blocks.flatMap((block) => {
    if (block.type === 'list') return block.items.flatMap(inlinesOf)
    if (block.type === 'table') return [block.head, ...block.rows].flat().flatMap(within)
    return 'content' in block ? within(block.content) : []
  })
}

/** A block as a text to search in and to quote from. */
export function textOf(block: Block): string {
  if (block.type === 'code' || block.type === 'picture') return block.text
  if (block.type === 'list') return block.items.map((item) => item.map(textOf).join(' ')).join(' ')
  if (block.type === 'table') return [block.head, ...block.rows].map((row) => row.map(plainText).join(' ')).join(' ')
  return plainText(block.content)
}
