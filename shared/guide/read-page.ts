// A page of the guide, read from Markdown. Only what both ways of showing it can show is taken; anything else is refused, so that
// nothing is lost unseen.
import { marked, type Token, type Tokens } from 'marked'
import { fail, say } from '../errors.ts'
import type { Block, GuidePage, Inline, Target } from './page.ts'
import { plainText } from './page.ts'
import { type ListedPage, pageOfFile } from './page-list.ts'

/** The path that `to` names from the file `from`, both with slashes from the root of the repository. */
function pathFrom(from: string, to: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of to.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function targetOf(href: string, from: ListedPage): Target {
  if (/^https?:/.test(href)) return { url: href }
  const [to = '', section = ''] = href.split('#')
  if (to === '') return { page: from.id, section }
  const file = pathFrom(from.file, to)
  const page = pageOfFile(file)
  return page === null ? { file } : { page, section }
}

/** The id of a heading, made as GitHub makes it: a link to a section works in the repository too. */
export function sectionId(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}

/** Lines of the source are joined, as Markdown means them. */
const joined = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')

function inlines(tokens: readonly Token[], page: ListedPage): Inline[] {
  const read: Inline[] = []
  let isKey = false
  for (const token of tokens as readonly (Tokens.Generic & { tokens?: Token[] })[]) {
    if (token.type === 'html' && token.raw === '<kbd>') isKey = true
    else if (token.type === 'html' && token.raw === '</kbd>') isKey = false
    else if (token.type === 'text' || token.type === 'html' || token.type === 'escape') {
      const text = joined(token.type === 'escape' ? String(token.text) : token.raw)
      read.push({ type: isKey ? 'key' : 'text', text })
    } else if (token.type === 'codespan') read.push({ type: 'code', text: joined(String(token.text)) })
    else if (token.type === 'strong') read.push({ type: 'strong', content: inlines(token.tokens ?? [], page) })
    else if (token.type === 'em') read.push({ type: 'emphasis', content: inlines(token.tokens ?? [], page) })
    else if (token.type === 'link')
      read.push({
        type: 'link',
        to: targetOf(String(token.href), page),
        content: inlines(token.tokens ?? [], page),
      })
    else fail('EINVAL', say`The guide cannot show ${token.type} in ${page.file}: ${token.raw}`)
  }
  return read
}

/** A paragraph that is a picture alone is a picture. */
function paragraph(tokens: readonly Token[], page: ListedPage): Block {
  const [only] = tokens
  if (tokens.length === 1 && only?.type === 'image')
    return { type: 'picture', file: pathFrom(page.file, String(only.href)), text: String(only.text) }
  return { type: 'paragraph', content: inlines(tokens, page) }
}

function blocks(tokens: readonly Token[], page: ListedPage): Block[] {
  return (tokens as readonly Tokens.Generic[]).flatMap((token): Block[] => {
    const inner = token.tokens ?? []
    switch (token.type) {
      case 'space':
        return []
      case 'heading': {
        const content = inlines(inner, page)
        return [{ type: 'heading', level: Number(token.depth), id: sectionId(plainText(content)), content }]
      }
      // The text of a list's item is a paragraph without the space around it.
      case 'text':
      case 'paragraph':
        return [paragraph(inner, page)]
      case 'code':
        return [{ type: 'code', words: String(token.lang ?? '').split(' '), text: String(token.text) }]
      case 'list': {
        const { ordered, items } = token as Tokens.List
        return [{ type: 'list', ordered, items: items.map((item) => blocks(item.tokens, page)) }]
      }
      case 'table': {
        const { header, rows } = token as Tokens.Table
        const cells = (row: readonly Tokens.TableCell[]) => row.map((cell) => inlines(cell.tokens, page))
        return [{ type: 'table', head: cells(header), rows: rows.map(cells) }]
      }
      default:
        return fail('EINVAL', say`The guide cannot show ${token.type} in ${page.file}: ${token.raw}`)
    }
  })
}

/**
 * Reads a page.
 * @throws EINVAL for a page without a heading at its top, and for a form of Markdown that the guide does not show
 */
export function readPage(listed: ListedPage, markdown: string): GuidePage {
  const read = blocks(marked.lexer(markdown), listed)
  const [first] = read
  if (first?.type !== 'heading' || first.level !== 1)
    fail('EINVAL', say`${listed.file} does not begin with a heading of the first level.`)
  const { id, title } = listed
  if (title === undefined) return { id, title: plainText(first.content), blocks: read }
  const top: Block = { ...first, id: sectionId(title), content: [{ type: 'text', text: title }] }
  return { id, title, blocks: [top, ...read.slice(1)] }
}
